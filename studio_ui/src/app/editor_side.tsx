import { Suspense, type ComponentType } from "react";
import { Outline } from "../features/outline";
import { strings } from "./strings";
import { useSide, type Side } from "./side_store";

/** What may stand left of the canvas; a feature adds itself here, a command and a button show it. */
const SIDES: Partial<Record<Side, ComponentType>> = { outline: Outline };

export function EditorSide() {
  const shown = useSide((state) => state.shown);
  const Shown = SIDES[shown];
  if (!Shown) return null;
  return (
    <div className="editor-side">
      <Suspense fallback={<p className="hint">{strings.loading}</p>}>
        <Shown />
      </Suspense>
    </div>
  );
}
