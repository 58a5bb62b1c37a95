/** Wires of a flow that is being changed: node, then outcome, then the node it leads to. */

import type { Flow } from "./flow";

export function wire(flow: Flow, node: string, outcome: string, to: string): void {
  (flow.wires[node] ??= {})[outcome] = to;
}

export function unwire(flow: Flow, node: string, outcome: string): void {
  const wires = flow.wires[node];
  if (!wires) return;
  delete wires[outcome];
  if (Object.keys(wires).length === 0) delete flow.wires[node];
}
