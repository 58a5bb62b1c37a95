/** The outline as a line of items that keys go along: a step, then its ways if it is open. */

import type { Step, Way } from "../../document/outline";

export interface Item {
  key: string;
  step: Step;
  way: Way | null;
}

export const keyOf = (step: string, outcome?: string): string => (outcome === undefined ? step : `${step}:${outcome}`);

export function itemsOf(steps: readonly Step[], isOpen: (id: string) => boolean): Item[] {
  return steps.flatMap((step): Item[] => [
    { key: keyOf(step.id), step, way: null },
    ...(isOpen(step.id) ? step.ways.map((way) => ({ key: keyOf(step.id, way.outcome), step, way })) : []),
  ]);
}

export type Move = { go: string } | { open: string } | { shut: string } | null;

/** Where a key leads in a tree: up, down, to the ends, into a step and out of it, and from a way to where it leads. */
export function moveOf(key: string, items: readonly Item[], at: string, isOpen: (id: string) => boolean): Move {
  const place = items.findIndex((item) => item.key === at);
  const here = items[place];
  const go = (item: Item | undefined): Move => (item ? { go: item.key } : null);
  if (key === "Home") return go(items[0]);
  if (key === "End") return go(items.at(-1));
  if (!here) return go(items[0]);
  if (key === "ArrowDown") return go(items[place + 1]);
  if (key === "ArrowUp") return go(items[place - 1]);
  const { step, way } = here;
  if (key === "ArrowRight") {
    if (way) return way.to ? { go: keyOf(way.to) } : null;
    return step.ways.length > 0 && !isOpen(step.id) ? { open: step.id } : go(items[place + 1]?.way ? items[place + 1] : undefined);
  }
  if (key === "ArrowLeft") return way ? { go: keyOf(step.id) } : isOpen(step.id) ? { shut: step.id } : null;
  return null;
}
