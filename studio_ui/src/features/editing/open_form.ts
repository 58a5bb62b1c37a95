import { focusSoon } from "../../ui";
import { pick } from "./store";

const FIELD = ":is(input, textarea, select, [contenteditable=true]):not(:disabled)";

/** Opens the form of a step with the focus in its first field; of a way out, in the choice where it goes. */
export function openForm(step: string, outcome?: string): void {
  pick({ node: step, ...(outcome === undefined ? {} : { outcome }) });
  const form = `.inspector[data-step="${CSS.escape(step)}"]`;
  const field = outcome === undefined ? `:is(.form, .goes-to) ${FIELD}` : `[data-way="${CSS.escape(outcome)}"] ${FIELD}`;
  const shut = ".inspector-head button"; // whoever may change nothing still reads the form from its head on
  focusSoon(() => document.querySelector<HTMLElement>(`${form} ${field}`) ?? document.querySelector<HTMLElement>(`${form} ${shut}`));
}
