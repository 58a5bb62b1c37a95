import { Suspense, useEffect } from "react";
import { Canvas, onFormKey } from "../features/canvas";
import { useOffer } from "../features/commands";
import { RELEASE_COMMANDS } from "./release_commands";
import { useOpen } from "../features/editing";
import { FindBox, FINDING, shutFind, useFind } from "../features/find";
import { Inspector } from "../features/inspector";
import { Looking } from "../features/releases";
import { KeptOffer } from "../features/kept";
import { ScriptView } from "../features/script";
import { WhyPanel } from "../features/trace";
import { Ahead, isDrawn, useNarrow } from "../ui";
import { EditorSide, SIDE_COMMANDS } from "./editor_side";
import { FlowList } from "./flow_list";
import { useSide } from "./side_store";

/** The flow itself: canvas or script with a column left and the form right; a list where the window is narrow. */
export function EditorMiddle({ view }: { view: string }) {
  useOffer("side", SIDE_COMMANDS);
  useOffer("find", FINDING);
  useOffer("releases", RELEASE_COMMANDS);
  const finding = useFind((state) => state.open);
  const narrow = useNarrow();
  const looked = useOpen((open) => open.release !== undefined, false);
  const shown = useSide((state) => state.shown);
  const tries = narrow && shown === "try"; // a phone has the whole window
  const sided = (shown !== "" && (shown !== "steps" || view !== "script") && !narrow) || tries;
  const listed = narrow && view !== "script" && !tries;
  const drawing = !listed && !tries && view !== "script";
  useEffect(() => {
    if (!drawing) isDrawn(); // no canvas to wait for
  }, [drawing]);
  return (
    <main className={sided ? "editor-middle editor-sided" : "editor-middle"} onKeyDown={onFormKey}>
      {sided && <EditorSide />}
      {listed && <FlowList />}
      {!listed && !tries && (
        <div className="stage">
          {view !== "script" && <Canvas />}
          <Suspense fallback={null}>
            {view === "script" && <ScriptView />}
            <WhyPanel />
            {looked && <Looking />}
          </Suspense>
        </div>
      )}
      {!narrow && (
        <Suspense fallback={<aside className="inspector" />}>
          <Inspector />
        </Suspense>
      )}
      <Suspense fallback={<Ahead leave={shutFind} />}>{finding && <FindBox />}</Suspense>
      <KeptOffer />
    </main>
  );
}
