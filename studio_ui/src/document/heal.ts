/** Taking a step out of a line without cutting the line: who came to it goes on to where it led. */

import type { Flow } from "./flow";
import { isException } from "./outcome";
import { wire } from "./wires";

/** Wires around the nodes that are about to go, wherever there is exactly one way on. */
export function mend(flow: Flow, going: readonly string[]): void {
  const gone = new Set(going);
  for (const [node, wires] of Object.entries(flow.wires)) {
    if (gone.has(node)) continue;
    for (const [outcome, to] of Object.entries(wires)) {
      const on = gone.has(to) ? wayOn(flow, to, gone) : undefined;
      if (on !== undefined) wire(flow, node, outcome, on);
    }
  }
  const begins = gone.has(flow.start) ? wayOn(flow, flow.start, gone) : undefined;
  if (begins !== undefined) flow.start = begins;
}

/** The first node that stays, where every ordinary way out of the going ones leads to one and the same; else none. */
export function wayOn(flow: Flow, from: string, gone: ReadonlySet<string>): string | undefined {
  const seen = new Set<string>();
  let at: string | undefined = from;
  while (at !== undefined && gone.has(at) && !seen.has(at)) {
    seen.add(at);
    at = onlyWay(flow, at);
  }
  return at !== undefined && !gone.has(at) && at in flow.nodes ? at : undefined;
}

function onlyWay(flow: Flow, from: string): string | undefined {
  const ways = Object.entries(flow.wires[from] ?? {}).filter(([outcome, to]) => !isException(outcome) && to !== from);
  const targets = new Set(ways.map(([, to]) => to));
  return targets.size === 1 ? [...targets][0] : undefined;
}
