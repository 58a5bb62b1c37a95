import { Suspense, type ComponentType } from "react";
import type { Command } from "../features/commands";
import { currentFlow } from "../features/editing";
import { Outline } from "../features/outline";
import { findStep, PaletteColumn } from "../features/palette";
import { may } from "../features/session";
import { TryPanel } from "../features/try_it";
import { commandStrings as words } from "./command_strings";
import { flipSide, showSide, useSide, type Side } from "./side_store";
import { strings } from "./strings";

/** What may stand left of the canvas; a feature adds itself here, a command and a button show it. */
const SIDES: Partial<Record<Side, ComponentType>> = { steps: PaletteColumn, outline: Outline, try: TryPanel };

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

const whyNot = (): string => (may("edit", currentFlow()?.environment ?? "") ? "" : strings.header.mayNotTry);

/** A feature that stands here adds its command, so that its key and its name work. */
export const SIDE_COMMANDS: readonly Command[] = [
  { id: "steps", title: () => words.do.steps, group: "add", keys: ["/"], run: () => findStep(() => showSide("steps")) },
  { id: "outline", title: () => words.do.outline, group: "view", keys: ["O"], run: () => flipSide("outline") },
  { id: "try", title: () => strings.header.tryIt, group: "flow", keys: ["T"], run: () => flipSide("try"), why: whyNot },
];
