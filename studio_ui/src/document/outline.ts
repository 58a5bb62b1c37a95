/** The flow as a list: every step once, in the order in which a caller may meet them. */

import { titleOf, type Flow, type Palette } from "./flow";
import { outcomeLabel, shownLeavings } from "./select";

export interface Way {
  outcome: string;
  label: string;
  /** The step where it leads; "" for nowhere. */
  to: string;
  title: string;
  /** Whether it must lead somewhere and does not. */
  loose: boolean;
}

export interface Step {
  id: string;
  title: string;
  type: string;
  start: boolean;
  /** Whether nothing leads here. */
  unreached: boolean;
  ways: Way[];
}

/** From the start along the first way first; then what handles errors and keys, then what nothing leads to. */
export function orderOf(flow: Flow): string[] {
  const seen = new Set<string>();
  const roots = [flow.start, ...Object.values(flow.keys ?? {}), flow.on?.error, flow.on?.hangup, ...Object.keys(flow.nodes)];
  for (const root of roots) {
    const stack = [root];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      if (seen.has(id) || !(id in flow.nodes)) continue;
      seen.add(id);
      stack.push(...Object.values(flow.wires[id] ?? {}).toReversed());
    }
  }
  return [...seen];
}

export function outlineOf(flow: Flow, palette: Palette): Step[] {
  const led = new Set<string | undefined>([flow.start, flow.on?.error, flow.on?.hangup, ...Object.values(flow.keys ?? {})]);
  for (const wires of Object.values(flow.wires)) for (const to of Object.values(wires)) led.add(to);
  return orderOf(flow).map((id) => {
    const node = flow.nodes[id] ?? { type: "" };
    const wires = flow.wires[id] ?? {};
    const ways = shownLeavings(palette[node.type], node, wires).map(({ name, required }): Way => {
      const to = wires[name] ?? "";
      return {
        outcome: name,
        label: outcomeLabel(node, name),
        to,
        title: to && titleOf(to, flow.nodes[to]),
        loose: required && to === "",
      };
    });
    return { id, title: titleOf(id, node), type: node.type, start: flow.start === id, unreached: !led.has(id), ways };
  });
}
