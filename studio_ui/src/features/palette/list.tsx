import { strings } from "../../app/strings";
import { Button } from "../../ui";
import { Finder } from "./finder";
import { addStep, useNewStep } from "./store";

/** The question which step to add, asked on the paper. */
export function NewStepList() {
  const close = () => useNewStep.setState({ open: false });
  return (
    <div className="new-step" role="dialog" aria-label={strings.palette.title}>
      <Finder
        name="step"
        purposes
        focus
        add={(type) => addStep(type, useNewStep.getState())}
        leave={close}
        beside={
          <Button kind="quiet" aria-label={strings.close} onClick={close}>
            ✕
          </Button>
        }
      />
    </div>
  );
}
