import { useReactFlow } from "@xyflow/react";
import { NewStepList, useNewStep } from "../palette";

/** Where a new step lies if nobody dropped a wire: in the middle of what is seen. */
export function NewStep() {
  const open = useNewStep((state) => state.open);
  const { screenToFlowPosition } = useReactFlow();
  const middle = () => {
    const pane = document.querySelector(".canvas-frame")?.getBoundingClientRect();
    return screenToFlowPosition({
      x: (pane?.left ?? 0) + (pane?.width ?? 600) / 2 - 100,
      y: (pane?.top ?? 0) + (pane?.height ?? 400) / 2 - 60,
    });
  };
  return open ? <NewStepList middle={middle} /> : null;
}
