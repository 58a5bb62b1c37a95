import { useEffect } from "react";
import { canvasStrings } from "../../app/canvas_strings";
import { focusSoon } from "../../ui";
import { useMayEdit, useWhyNot } from "../editing";
import { useGrab } from "./drag";
import { Finder } from "./finder";
import { usePaper } from "./paper";
import { addStep } from "./store";
import "./palette.css";

/** The steps beside the paper: by pointer or touch onto it, or by Enter beside the step that is picked. */
export function PaletteColumn() {
  const mayEdit = useMayEdit();
  const why = useWhyNot();
  const grab = useGrab();
  useEffect(() => {
    usePaper.setState({ column: true });
    return () => usePaper.setState({ column: false });
  }, []);
  return (
    <aside className="palette" aria-label={canvasStrings.column}>
      <Finder
        name="palette"
        purposes={false}
        focus={false}
        disabled={!mayEdit}
        add={(type) => addStep(type)}
        leave={() => (document.activeElement as HTMLElement | null)?.blur()}
        beside={<kbd aria-hidden="true">/</kbd>}
        grab={grab}
      />
      <p className="hint palette-hint">{why || canvasStrings.columnHint}</p>
    </aside>
  );
}

/** Puts the focus where one types the name of a step, as soon as `show` has brought the column. */
export function findStep(show: () => void): void {
  show();
  focusSoon(() => document.querySelector<HTMLElement>(".palette input"));
}
