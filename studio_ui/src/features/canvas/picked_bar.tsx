import { Panel } from "@xyflow/react";
import { canvasStrings } from "../../app/canvas_strings";
import { useMayEdit } from "../editing";
import { addFrame, removePicked } from "./acts";
import { copied, copyByButton, cut, duplicate } from "./clipboard";
import { useSelection } from "./selection";
import { tidy } from "./tidy";

/** What can be done with several things at once; one step alone has its form. */
export function PickedBar() {
  const count = useSelection((state) => state.ids.size);
  const mayEdit = useMayEdit();
  if (count < 2) return null;
  const acts: readonly (readonly [string, () => void, boolean])[] = [
    [canvasStrings.acts.copy, () => void copyByButton(copied()), false],
    [canvasStrings.acts.cut, () => void copyByButton(cut()), true],
    [canvasStrings.acts.duplicate, duplicate, true],
    [canvasStrings.acts.tidy, () => void tidy(), true],
    [canvasStrings.acts.frame, addFrame, true],
    [canvasStrings.acts.remove, () => removePicked(), true],
  ];
  return (
    <Panel position="top-center" className="picked-bar">
      <span role="toolbar" aria-label={canvasStrings.several(count)} className="segments">
        <b aria-hidden="true">{canvasStrings.several(count)}</b>
        {acts
          .filter(([, , edits]) => mayEdit || !edits)
          .map(([name, run]) => (
            <button key={name} type="button" onClick={run}>
              {name}
            </button>
          ))}
      </span>
    </Panel>
  );
}
