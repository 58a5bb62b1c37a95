/** Steps and wires that are no more: which there were, and where they are drawn among those that stayed. */

import type { Change } from "../../api/releases";
import type { Doc, FlowNode, Place } from "../../document/flow";
import { isObject } from "../../document/json";
import { placeOf } from "../../document/select";

export interface GhostWire {
  node: string;
  outcome: string;
  to: string;
}

export interface Ghosts {
  steps: Record<string, { node: FlowNode; at: Place }>;
  wires: GhostWire[];
}

export const GHOST = { width: 212, height: 58 };
const COLUMN = 300;
const GAP = 24;

/** `heightOf`: about how high the card of a step is. */
export function ghostsOf(changes: readonly Change[], doc: Doc, heightOf: (id: string) => number): Ghosts {
  const gone = new Map<string, FlowNode>();
  const wires: GhostWire[] = [];
  for (const { kind, path, before } of changes) {
    const { node, outcome } = placeOf(path);
    if (kind === "step_removed" && !(node in doc.flow.nodes) && isObject(before)) gone.set(node, before as FlowNode);
    if ((kind === "unwired" || kind === "rewired") && outcome !== "" && typeof before === "string")
      wires.push({ node, outcome, to: before });
  }
  const known = (id: string) => gone.has(id) || id in doc.flow.nodes;
  const drawn = wires.filter((wire) => known(wire.node) && known(wire.to));
  const places = placed([...gone.keys()], drawn, doc, heightOf);
  const steps = [...gone].map(([id, node]) => [id, { node, at: places[id] ?? { x: 0, y: 0 } }] as const);
  return { steps: Object.fromEntries(steps), wires: drawn };
}

/** Right of a step that led there, else left of one that it led to, else below all; moved down until nothing is covered. */
function placed(gone: readonly string[], wires: readonly GhostWire[], doc: Doc, heightOf: (id: string) => number): Record<string, Place> {
  const boxes = Object.keys(doc.flow.nodes).map((id) => ({ ...(doc.layout.nodes[id] ?? { x: 0, y: 0 }), height: heightOf(id) }));
  const at: Record<string, Place> = {};
  const placeOfStep = (id: string): Place | undefined => at[id] ?? (id in doc.flow.nodes ? doc.layout.nodes[id] : undefined);
  const left = boxes.reduce((least, box) => Math.min(least, box.x), boxes[0]?.x ?? 0);
  let waiting = [...gone];
  while (waiting.length > 0) {
    const next = waiting.find((id) => near(id, wires, placeOfStep) !== undefined) ?? waiting[0] ?? "";
    const low = boxes.reduce((most, box) => Math.max(most, box.y + box.height), 0) + GAP;
    const spot = near(next, wires, placeOfStep) ?? { x: left, y: low };
    const free = down(spot, boxes);
    at[next] = free;
    boxes.push({ ...free, height: GHOST.height });
    waiting = waiting.filter((id) => id !== next);
  }
  return at;
}

function near(id: string, wires: readonly GhostWire[], place: (id: string) => Place | undefined): Place | undefined {
  for (const wire of wires) {
    const from = wire.to === id && wire.node !== id ? place(wire.node) : undefined;
    if (from) return { x: from.x + COLUMN, y: from.y };
  }
  for (const wire of wires) {
    const ahead = wire.node === id && wire.to !== id ? place(wire.to) : undefined;
    if (ahead) return { x: ahead.x - COLUMN, y: ahead.y };
  }
  return undefined;
}

function down(spot: Place, boxes: readonly (Place & { height: number })[]): Place {
  let { y } = spot;
  for (let moved = true; moved; ) {
    moved = false;
    for (const box of boxes) {
      const beside = Math.abs(box.x - spot.x) < GHOST.width + GAP;
      if (beside && y < box.y + box.height + GAP && box.y < y + GHOST.height + GAP) {
        y = box.y + box.height + GAP;
        moved = true;
      }
    }
  }
  return { x: spot.x, y };
}
