/** The steps of a flow in the order in which callers meet them: each after those that lead to it, first ways first. */

import type { Flow, Palette } from "./flow";
import { outcomesOf } from "./outcome";

export interface Way {
  outcome: string;
  to: string;
}

export interface Met {
  id: string;
  /** Steps that nothing leads to come last. */
  reached: boolean;
  /** What leads here, as the flow has it; `from` is "" for the start, a key that is always valid, an error, a hang-up. */
  from: readonly { node: string; outcome: string }[];
}

/** The wires of a step, as its type orders its ways out; those that the type does not know come last. */
export function waysOf(flow: Flow, id: string, palette: Palette): Way[] {
  const node = flow.nodes[id];
  const type = node && palette[node.type];
  const wires = flow.wires[id] ?? {};
  const known = node && type ? outcomesOf(type.outcomes, node).map((leaving) => leaving.name) : [];
  const names = [...known.filter((name) => name in wires), ...Object.keys(wires).filter((name) => !known.includes(name))];
  return names.map((outcome) => ({ outcome, to: wires[outcome] ?? "" }));
}

export function readingOrder(flow: Flow, palette: Palette): Met[] {
  const from = new Map<string, { node: string; outcome: string }[]>();
  for (const id of Object.keys(flow.nodes)) {
    for (const { outcome, to } of waysOf(flow, id, palette)) {
      const known = from.get(to);
      if (known) known.push({ node: id, outcome });
      else from.set(to, [{ node: id, outcome }]);
    }
  }
  const roots = [flow.start, ...Object.values(flow.keys ?? {}), flow.on?.error, flow.on?.hangup];
  const seen = new Set<string>();
  const reached = roots.flatMap((root) => (root === undefined ? [] : below(flow, root, palette, seen)));
  const rest = Object.keys(flow.nodes).flatMap((id) => below(flow, id, palette, seen));
  const met = (reachable: boolean) => (id: string) => ({ id, reached: reachable, from: from.get(id) ?? [] });
  return [...reached.map(met(true)), ...rest.map(met(false))];
}

/** What has not been seen yet of a step and what follows it: the reverse of leaving order, without recursion. */
function below(flow: Flow, root: string, palette: Palette, seen: Set<string>): string[] {
  if (seen.has(root) || !(root in flow.nodes)) return [];
  const left: string[] = [];
  const line: { id: string; next: string[] }[] = [];
  const enter = (id: string) => {
    seen.add(id);
    line.push({ id, next: waysOf(flow, id, palette).map((way) => way.to) });
  };
  enter(root);
  for (let top = line.at(-1); top; top = line.at(-1)) {
    const to = top.next.pop(); // the last way first, so that the first way's steps stand first
    if (to === undefined) {
      left.push(top.id);
      line.pop();
    } else if (!seen.has(to) && to in flow.nodes) enter(to);
  }
  return left.reverse();
}
