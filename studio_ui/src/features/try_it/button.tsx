import { strings } from "../../app/strings";
import { flipSide, useSide } from "../../app/side_store";
import { Button } from "../../ui";
import { useMayEdit } from "../editing";

/** In the head of the editor: opens and closes the panel. */
export function TryButton() {
  const open = useSide((state) => state.shown === "try");
  const mayTry = useMayEdit();
  return (
    <Button
      aria-expanded={open}
      disabled={!mayTry && !open}
      title={mayTry ? `${strings.header.tryIt} (T)` : strings.header.mayNotTry}
      aria-keyshortcuts="T"
      onClick={() => flipSide("try")}
    >
      {strings.header.tryIt}
    </Button>
  );
}
