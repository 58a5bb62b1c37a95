import { Suspense, useState } from "react";
import { keepAsTest, runCases } from "../features/cases";
import { save, stepBack, stepForward, useMayEdit, useOpen } from "../features/editing";
import { Publish } from "../features/releases";
import { nameOf, useMay, useSession } from "../features/session";
import { useLive } from "../features/trace";
import { Button } from "../ui";
import { DemoTools } from "./demo_tools";
import { FlowChoice, LivePill, SaveState } from "./flow_state";
import { showDrawer } from "./drawer_store";
import { strings } from "./strings";
import { flipTheme, useTheme } from "./theme";

export function Header() {
  const tenant = useSession((state) => state.session?.tenant ?? "");
  const title = useSession((state) => state.demoUsers.find((user) => user.tenant === tenant)?.tenant_name);
  const name = useSession((state) => state.session?.name ?? "");
  const standing = useLive((state) => state.standing);
  const theme = useTheme((state) => state.theme);
  const reads = useMay("read");
  return (
    <header className="bar">
      <svg className="logo" viewBox="0 0 24 24" aria-hidden="true">
        <rect width="24" height="24" rx="7" />
        <path d="M8 8.5c0 8 8-1 8 7" />
        <circle cx="8" cy="7.5" r="2.6" />
        <circle cx="16" cy="16.5" r="2.6" />
      </svg>
      <h1 className="tenant">{title || tenantTitle(tenant)}</h1>
      {reads && <FlowChoice />}
      <SaveState />
      <LivePill />
      {standing === "lost" && (
        <span role="status" className="pill pill-lost">
          {strings.lost}
        </span>
      )}
      <span className="spring" />
      {reads && <Tools />}
      <DemoTools />
      <button
        type="button"
        role="switch"
        aria-checked={theme === "dark"}
        aria-label={strings.header.theme}
        title={strings.header.theme}
        className="button button-quiet"
        onClick={flipTheme}
      >
        {theme === "dark" ? "☾" : "☀"}
      </button>
      <span className="who" title={name} aria-label={name} role="img">
        {initials(nameOf(name))}
      </span>
    </header>
  );
}

function tenantTitle(id: string): string {
  const words = id.split("-").slice(1).join(" ") || id;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .slice(0, 2)
    .join("")
    .toUpperCase();
}

function Tools() {
  const [publishing, setPublishing] = useState(false);
  const undoes = useOpen((open) => open.history.past.at(-1)?.label ?? "", "");
  const redoes = useOpen((open) => open.history.future[0]?.label ?? "", "");
  const dirty = useOpen((open) => open.standing === "dirty" || open.standing === "failed", false);
  const followed = useLive((state) => state.followed);
  const mayEdit = useMayEdit();
  const mayKeep = useMay("edit");
  const hint = mayEdit ? undefined : strings.header.notYours;
  return (
    <>
      <Button
        kind="quiet"
        disabled={!undoes}
        aria-label={undoes ? strings.header.undoOf(undoes) : strings.header.undo}
        title={undoes ? strings.header.undoOf(undoes) : strings.header.undo}
        onClick={stepBack}
      >
        ↶
      </Button>
      <Button
        kind="quiet"
        disabled={!redoes}
        aria-label={redoes ? strings.header.redoOf(redoes) : strings.header.redo}
        title={redoes ? strings.header.redoOf(redoes) : strings.header.redo}
        onClick={stepForward}
      >
        ↷
      </Button>
      <Button disabled={!dirty} onClick={() => void save()}>
        {strings.header.save}
      </Button>
      <Button
        disabled={!followed || !mayKeep}
        title={followed ? undefined : strings.header.keepHint}
        onClick={() => {
          showDrawer("cases");
          void keepAsTest(followed);
        }}
      >
        {strings.header.keep}
      </Button>
      <Button
        disabled={!mayEdit}
        title={hint}
        onClick={() => {
          showDrawer("cases");
          void runCases();
        }}
      >
        {strings.header.runTests}
      </Button>
      <Button kind="main" disabled={!mayEdit} title={hint} onClick={() => setPublishing(true)}>
        {strings.header.publish}
      </Button>
      <Suspense fallback={null}>{publishing && <Publish close={() => setPublishing(false)} />}</Suspense>
    </>
  );
}
