/** From counts to lines of a list: steps with their ways out, in an order that says something. */

import type { FlowTraffic, StepTraffic } from "../../api/passed";
import type { Flow, Palette } from "../../document/flow";
import { readingOrder, waysOf } from "../../document/reading_order";

export interface WayLine {
  outcome: string;
  times: number;
  dialogues: number;
  dropped: number;
  /** Of the times that the step was entered: 0 to 1. */
  share: number;
}

export interface StepLine {
  node: string;
  traffic: StepTraffic;
  /** Of all dialogues: 0 to 1. */
  share: number;
  ways: WayLine[];
  /** Whether the document that is shown has the step. */
  known: boolean;
}

export type Order = "flow" | "dropped";

export function linesOf(counted: FlowTraffic, flow: Flow, palette: Palette, order: Order): StepLine[] {
  const met = readingOrder(flow, palette).map((step) => step.id);
  const place = new Map(met.map((id, at) => [id, at]));
  const at = (id: string) => place.get(id) ?? met.length;
  const lines = Object.entries(counted.steps).map(([node, traffic]) => ({
    node,
    traffic,
    share: counted.dialogues > 0 ? traffic.dialogues / counted.dialogues : 0,
    ways: wayLines(traffic, waysOf(flow, node, palette).map((way) => way.outcome)),
    known: place.has(node),
  }));
  const byFlow = lines.toSorted((a, b) => at(a.node) - at(b.node));
  return order === "flow" ? byFlow : byFlow.toSorted((a, b) => b.traffic.dropped - a.traffic.dropped);
}

/** Wired ways in the order of the card, also those that nobody took; then the others. */
function wayLines(traffic: StepTraffic, wired: readonly string[]): WayLine[] {
  const names = [...new Set([...wired, ...Object.keys(traffic.ways)])];
  return names.map((outcome) => {
    const way = traffic.ways[outcome] ?? { times: 0, dialogues: 0, dropped: 0 };
    return { outcome, ...way, share: traffic.entered > 0 ? way.times / traffic.entered : 0 };
  });
}
