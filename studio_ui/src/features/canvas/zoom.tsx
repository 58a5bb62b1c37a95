import { Panel, useReactFlow, useStore } from "@xyflow/react";
import { canvasStrings } from "../../app/canvas_strings";
import { strings } from "../../app/strings";
import { useMayEdit, useWhyNot } from "../editing";
import { look } from "./looking";
import { useSelection } from "./selection";
import { tidy } from "./tidy";

/** How near one looks, and a tidy paper. */
export function Zoom() {
  const flow = useReactFlow();
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  const picked = useSelection((state) => state.ids.size);
  const mayEdit = useMayEdit();
  const why = useWhyNot();
  const tidyUp = async () => {
    await tidy();
    if (picked < 2) window.setTimeout(() => look("whole"), 60);
  };
  return (
    <Panel position="bottom-left">
      <span className="segments zoom" role="group" aria-label={strings.canvas.zoom}>
        <button type="button" aria-label={strings.canvas.zoomOut} onClick={() => void flow.zoomOut()}>
          −
        </button>
        <button type="button" title={strings.canvas.zoomReset} onClick={() => void flow.zoomTo(1)}>
          {percent}%
        </button>
        <button type="button" aria-label={strings.canvas.zoomIn} onClick={() => void flow.zoomIn()}>
          +
        </button>
        <button type="button" onClick={() => look("whole")}>
          {strings.canvas.fit}
        </button>
        {picked > 0 && (
          <button type="button" title={canvasStrings.fitPicked} onClick={() => look("picked")}>
            {canvasStrings.picked}
          </button>
        )}
        <button type="button" onClick={() => void tidyUp()} disabled={!mayEdit} title={why || undefined}>
          {strings.canvas.tidy}
        </button>
      </span>
    </Panel>
  );
}
