/** A layout for flows that carry none, and for Tidy: columns by distance from the start, rows by first mention. */

import type { Flow, Palette, Place } from "./flow";
import { outcomesOf } from "./outcome";

const COLUMN = 300;
const GAP = 36;

/** About how high the card of this node is, before it was ever drawn. */
export function heightOf(flow: Flow, id: string, palette: Palette): number {
  const node = flow.nodes[id];
  const type = node && palette[node.type];
  const rows = node && type ? outcomesOf(type.outcomes, node).filter((leaving) => leaving.required).length : 1;
  return 62 + ("prompt" in (node ?? {}) ? 42 : 0) + rows * 26;
}

export function layered(flow: Flow, palette: Palette): Record<string, Place> {
  const columns = columnsOf(flow);
  const heights = columns.map((ids) => ids.reduce((sum, id) => sum + heightOf(flow, id, palette) + GAP, -GAP));
  const tallest = Math.max(0, ...heights);
  const places: Record<string, Place> = {};
  columns.forEach((ids, column) => {
    let y = Math.round((tallest - (heights[column] ?? 0)) / 2);
    for (const id of ids) {
      places[id] = { x: column * COLUMN, y };
      y += heightOf(flow, id, palette) + GAP;
    }
  });
  return places;
}

function columnsOf(flow: Flow): string[][] {
  const depth = new Map<string, number>();
  const order: string[] = [];
  const roots = [flow.start, flow.on?.error, flow.on?.hangup, ...Object.values(flow.keys ?? {}), ...Object.keys(flow.nodes)];
  for (const root of roots) {
    if (root === undefined || depth.has(root) || !(root in flow.nodes)) continue;
    depth.set(root, 0);
    const line = [root];
    for (let id = line.shift(); id !== undefined; id = line.shift()) {
      order.push(id);
      for (const to of targets(flow, id)) {
        if (depth.has(to) || !(to in flow.nodes)) continue;
        depth.set(to, (depth.get(id) ?? 0) + 1);
        line.push(to);
      }
    }
  }
  const columns: string[][] = [];
  for (const id of order) (columns[depth.get(id) ?? 0] ??= []).push(id);
  return columns;
}

function targets(flow: Flow, id: string): string[] {
  return Object.values(flow.wires[id] ?? {});
}
