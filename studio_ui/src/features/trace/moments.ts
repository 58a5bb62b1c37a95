/** One dialogue moment by moment: its facts in a row, where replay stops, and what was set until then. */

import type { Fact, TraceRow } from "../../api/types";
import { fresh, partsOf, withRow, type LiveDialogue } from "./reduce";

/** A fact with its number: a dialogue that is shown up to `n` shows the facts before number `n`. */
export interface Moment {
  n: number;
  at_ms: number;
  fact: Fact;
  content: Record<string, unknown>;
}

/** Where a replay stops: the dialogue went on, waits, or stands otherwise with people. */
const STOPS = new Set([
  "went", "waits", "key", "fault", "queued", "requeued", "offered", "connected", "over", "left_queue", "hung_up", "ended",
]); // prettier-ignore

export function momentsOf(rows: readonly TraceRow[]): Moment[] {
  let n = 0;
  return rows.flatMap((row) => row.facts.map((fact) => ({ n: n++, at_ms: row.at_ms, fact, content: row.content ?? {} })));
}

/** How many facts are shown at each stop, in order; the last one is all of them. */
export function stopsOf(moments: readonly Moment[]): number[] {
  const stops = moments.filter((moment) => STOPS.has(moment.fact[0])).map((moment) => moment.n + 1);
  if (moments.length > 0 && stops.at(-1) !== moments.length) stops.push(moments.length);
  return stops;
}

/** The stop after (or before) these many facts; where there is none, the last (or first). */
export function stopFrom(stops: readonly number[], shown: number, by: 1 | -1): number {
  const found = by > 0 ? stops.find((stop) => stop > shown) : stops.findLast((stop) => stop < shown);
  return found ?? (by > 0 ? stops.at(-1) : stops[0]) ?? 0;
}

/** The dialogue as it stood when so many facts had happened. */
export function upTo(dialogue: LiveDialogue, shown: number): LiveDialogue {
  let left = shown;
  let now: LiveDialogue = { ...fresh(dialogue.id), channel: dialogue.channel, address: dialogue.address };
  for (const row of dialogue.rows) {
    if (left <= 0) break;
    now = withRow(now, { ...row, facts: row.facts.slice(0, left) });
    left -= row.facts.length;
  }
  return now;
}

export interface Value {
  /** `vars.account`, `attributes.topic`, `dialogue.language`. */
  name: string;
  /** environment/flow of a variable; "" for what belongs to the dialogue. */
  flow: string;
  /** Undefined where the reader may not see it, or it was erased. */
  value: unknown;
  /** The number of the fact that set it last. */
  setAt: number;
  times: number;
}

/** What was set until so many facts had happened, the newest first. A variable belongs to the flow that sets it. */
export function valuesAt(moments: readonly Moment[], shown: number): Value[] {
  const known = new Map<string, Value>();
  for (const moment of moments) {
    if (moment.n >= shown) break;
    if (moment.fact[0] !== "set") continue;
    const name = String(moment.fact[1]);
    const flow = name.startsWith("vars.") ? ownerOf(moments, moment.n) : "";
    const times = (known.get(`${flow} ${name}`)?.times ?? 0) + 1;
    known.set(`${flow} ${name}`, { name, flow, value: moment.content[String(moment.fact[2])], setAt: moment.n, times });
  }
  return [...known.values()].toSorted((a, b) => b.setAt - a.setAt);
}

/** The flow of the step that set something: the one that is left or waits next, for a step sets before it goes on. */
function ownerOf(moments: readonly Moment[], from: number): string {
  for (const { fact } of moments.slice(from)) {
    if (fact[0] !== "went" && fact[0] !== "waits" && fact[0] !== "fault") continue;
    const { environment, flow } = partsOf(String(fact[1]));
    return `${environment}/${flow}`;
  }
  return "";
}

/** The number of the stop that shows the fact which came last among so many, for marking what it changed. */
export const sinceOf = (stops: readonly number[], shown: number): number => stops.findLast((stop) => stop < shown) ?? 0;
