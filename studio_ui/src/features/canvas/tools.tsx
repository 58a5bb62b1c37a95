import { canvasStrings } from "../../app/canvas_strings";
import { strings } from "../../app/strings";
import { Button } from "../../ui";
import { showFlowForm, useMayEdit, useWhyNot } from "../editing";
import { askForStep, usePaper } from "../palette";
import { addFrame, addNote } from "./acts";
import { FlowFile } from "./flow_file";
import { useMarquee } from "./marquee";

/** What is put on the paper, beside its steps. */
export function Tools() {
  const mayEdit = useMayEdit();
  const why = useWhyNot();
  const column = usePaper((state) => state.column);
  const marquee = useMarquee((state) => state.on);
  const hint = why || undefined;
  return (
    <>
      {!column && (
        <Button disabled={!mayEdit} title={hint} onClick={() => askForStep()}>
          {strings.palette.add}
        </Button>
      )}
      <Button onClick={showFlowForm}>{strings.canvas.settings}</Button>
      {column && (
        <>
          <Button disabled={!mayEdit} title={hint} onClick={addNote}>
            {canvasStrings.addNote}
          </Button>
          <Button disabled={!mayEdit} title={hint} onClick={addFrame}>
            {canvasStrings.addFrame}
          </Button>
          <Button aria-pressed={marquee} title={canvasStrings.marqueeHint} onClick={() => useMarquee.setState({ on: !marquee })}>
            {canvasStrings.marquee}
          </Button>
          <FlowFile />
        </>
      )}
    </>
  );
}
