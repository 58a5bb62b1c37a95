import { Suspense, useEffect } from "react";
import { openFlow, showRelease, unsaved, useEditing } from "../features/editing";
import { keep } from "../features/kept";
import { PrintView } from "../features/script";
import { useMay } from "../features/session";
import { hush, listen } from "../features/trace";
import { loadTheRest } from "../ui";
import { useAsked } from "./address";
import { Conflict } from "./conflict";
import { Drawer } from "./drawer";
import { EditorBar } from "./editor_bar";
import { EditorMiddle } from "./editor_middle";
import { useRunLink } from "./run_link";
import { useShortcuts } from "./shortcuts";
import { useStepLink } from "./step_link";
import { strings } from "./strings";
import "./canvas.css";
import "./rooms.css";

/** /studio/{environment}/flows/{flow}: one flow, with steps to add left, forms right, and what is said of it below. */
export function EditorView({ environment, name }: { environment: string; name: string }) {
  useEffect(begin, []);
  const [compared, looked] = [useAsked("to"), useAsked("release")];
  const asked = Number(compared || looked); // the draft has no number
  useEffect(() => {
    if (environment && name) void (asked > 0 ? showRelease(environment, name, asked) : openFlow(environment, name));
  }, [environment, name, asked]);
  useShortcuts();
  useRunLink();
  useStepLink();
  const reads = useMay("read", environment);
  const view = useAsked("view");
  const title = useEditing((state) => state.open[state.current]?.history.doc.flow.title ?? "");
  useEffect(() => {
    document.title = `${title || name} · ${strings.product}`;
  }, [title, name]);
  if (view === "print") {
    return (
      <Suspense fallback={null}>
        <PrintView />
      </Suspense>
    );
  }
  return (
    <div className="editor">
      <EditorBar environment={environment} flow={name} />
      <EditorMiddle view={view} />
      {reads && <Drawer />}
      <Conflict />
    </div>
  );
}

function begin(): () => void {
  listen({ all: true });
  const forget = loadTheRest();
  const unkeep = keep();
  const guard = (event: BeforeUnloadEvent) => {
    if (unsaved()) event.preventDefault();
  };
  window.addEventListener("beforeunload", guard);
  return () => {
    forget();
    unkeep();
    hush();
    window.removeEventListener("beforeunload", guard);
  };
}
