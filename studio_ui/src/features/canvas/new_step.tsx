import { NewStepList, useNewStep } from "../palette";
import { useLentPaper } from "./paper_places";

/** The question which step to add, wherever on the paper it was asked. */
export function NewStep() {
  const open = useNewStep((state) => state.open);
  useLentPaper();
  return open ? <NewStepList /> : null;
}
