/** Putting a step on a wire: by which way out it goes on, and how the paper makes room for it. */

import type { Action, End } from "../../document/action";
import type { Doc, FlowNode, NodeType, Place } from "../../document/flow";
import { isException } from "../../document/outcome";
import { shownLeavings } from "../../document/select";

const CARD = 212;
const BETWEEN = 78;

/** The way out by which a step goes on to where the wire led: the first ordinary one that is free; "" if there is none. */
export function leavingOf(type: NodeType | undefined, node: FlowNode, wires: Readonly<Record<string, string>> = {}): string {
  const free = shownLeavings(type, node, wires).filter((leaving) => !(leaving.name in wires));
  return (free.find((leaving) => !isException(leaving.name)) ?? free[0])?.name ?? "";
}

/** Where a step between the two ends of a wire lies, and what moves right so that it has room. */
export function roomFor(doc: Doc, on: End): { at: Place; moves: Action[] } {
  const { nodes } = doc.layout;
  const from = nodes[on.node] ?? { x: 0, y: 0 };
  const to = nodes[doc.flow.wires[on.node]?.[on.outcome] ?? ""] ?? from;
  const x = from.x + CARD + BETWEEN;
  if (to.x <= from.x + CARD) return { at: { x, y: from.y + 40 }, moves: [] }; // it leads back: the step lies beside
  const missing = x + CARD + BETWEEN - to.x;
  if (missing <= 0) return { at: { x: Math.round((from.x + to.x) / 2), y: Math.round((from.y + to.y) / 2) }, moves: [] };
  const shifted = <T extends Place>(items: Iterable<readonly [string, T]>) =>
    Object.fromEntries([...items].filter(([, at]) => at.x >= to.x).map(([id, at]) => [id, { x: at.x + missing, y: at.y }]));
  const places = shifted(Object.entries(nodes));
  const notes = shifted((doc.layout.notes ?? []).map((note) => [note.id, note] as const));
  const frames = shifted((doc.layout.frames ?? []).map((frame) => [frame.id, frame] as const));
  return { at: { x, y: to.y }, moves: [{ do: "move", places, notes, frames }] };
}
