/** From step to step along the wires, without a pointer. */

import type { Flow, Palette } from "./flow";
import { shownLeavings } from "./select";

export type Direction = "forth" | "back" | "next" | "previous";

export interface Walked {
  to: string;
  /** The wire that leads to `to`; "" where none does. */
  from: string;
  outcome: string;
  /** Which of how many steps there are at this turn. */
  place: number;
  of: number;
}

interface Turn {
  to: string;
  from: string;
  outcome: string;
}

/** Where an arrow key leads from `id`, and by which wire; nothing at an end. `came`: the step that was left for this one. */
export function walk(flow: Flow, palette: Palette, id: string, direction: Direction, came = ""): Walked | null {
  if (direction === "forth") return at(turnsFrom(flow, palette, id), 0);
  const parent = parentOf(flow, palette, id, came);
  if (direction === "back") return parent ? { to: parent.from, from: parent.from, outcome: parent.outcome, place: 1, of: 1 } : null;
  const turns = parent ? turnsFrom(flow, palette, parent.from) : rootsOf(flow);
  const here = turns.findIndex((turn) => turn.to === id);
  return turns.length < 2 ? null : at(turns, (here + (direction === "next" ? 1 : -1) + turns.length) % turns.length);
}

function at(turns: readonly Turn[], place: number): Walked | null {
  const turn = turns[place];
  return turn ? { ...turn, place: place + 1, of: turns.length } : null;
}

/** The steps that this one leads to, each once, by its first way. */
function turnsFrom(flow: Flow, palette: Palette, from: string): Turn[] {
  const node = flow.nodes[from];
  const wires = flow.wires[from] ?? {};
  const turns: Turn[] = [];
  for (const { name } of node ? shownLeavings(palette[node.type], node, wires) : []) {
    const to = wires[name];
    if (to !== undefined && to in flow.nodes && !turns.some((turn) => turn.to === to)) turns.push({ to, from, outcome: name });
  }
  return turns;
}

/** The step from which one came, if it leads here; else the first that does. */
function parentOf(flow: Flow, palette: Palette, id: string, came: string): Turn | undefined {
  const leads = (from: string): Turn | undefined => turnsFrom(flow, palette, from).find((turn) => turn.to === id);
  const known = came && came !== id ? leads(came) : undefined;
  if (known) return known;
  const from = Object.keys(flow.nodes).find((other) => other !== id && Object.values(flow.wires[other] ?? {}).includes(id));
  return from === undefined ? undefined : leads(from);
}

/** What no other step leads to: the start first. */
function rootsOf(flow: Flow): Turn[] {
  const led = new Set(Object.entries(flow.wires).flatMap(([from, wires]) => Object.values(wires).filter((to) => to !== from)));
  const roots = Object.keys(flow.nodes).filter((id) => !led.has(id) && id !== flow.start);
  const first = flow.start in flow.nodes && !led.has(flow.start) ? [flow.start] : [];
  return [...first, ...roots].map((to) => ({ to, from: "", outcome: "" }));
}
