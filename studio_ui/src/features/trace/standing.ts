/** Counts the dialogues that are on by the step at which they are. */

import type { LiveDialogue } from "./reduce";

const known = new WeakMap<Readonly<Record<string, LiveDialogue>>, Map<string, number>>();

/** By node key. Whoever waits in a queue is at the step that put them there, and at that of the flow that plays meanwhile. */
export function hereOf(dialogues: Readonly<Record<string, LiveDialogue>>): ReadonlyMap<string, number> {
  const before = known.get(dialogues);
  if (before) return before;
  const here = new Map<string, number>();
  for (const { state, at, queuedAt } of Object.values(dialogues)) {
    if (state === "ended" || at === "") continue;
    const waits = state === "queued" || state === "offered";
    for (const key of new Set(waits && queuedAt ? [at, queuedAt] : [at])) here.set(key, (here.get(key) ?? 0) + 1);
  }
  known.set(dialogues, here);
  return here;
}
