/** The classes of records that a tenant keeps: for how long, and what that means today. */

import { get, type Path } from "../../document/action";
import type { Json, JsonObject } from "../../document/json";

export interface Kept {
  /** In the tenant's `retention`; the last word names it. */
  path: Path;
  name: string;
  /** How the server calls what went of it. */
  counted: string;
  least: number;
  /** What holds when nothing is written. */
  usual: number;
}

const content = (name: string, usual: number): Kept => ({ path: ["content", name], name, counted: `content.${name}`, least: 1, usual });
const records = (name: string, counted: string, least: number, usual: number): Kept => ({ path: [name], name, counted, least, usual });

export const CONTENT: readonly Kept[] = [
  content("said", 180),
  content("heard", 180),
  content("value", 180),
  content("caller", 180),
  content("note", 365),
  content("request", 30),
  content("reply", 30),
];
export const RECORDS: readonly Kept[] = [
  records("dialogues", "dialogues", 30, 400),
  records("trace", "trace", 30, 400),
  records("commands", "commands", 1, 30),
  records("dead", "dead", 1, 90),
  records("counters", "counters", 30, 1100),
  records("unused_sounds", "recordings", 1, 30),
];
export const KEPT: readonly Kept[] = [...CONTENT, ...RECORDS];
export const MOST_DAYS = 36_500;

const DAY_MS = 86_400_000;

/** `doc` is the tenant's document. */
export function daysOf(doc: JsonObject, kept: Kept): number {
  const written = get(doc as Json as JsonObject, ["retention", ...kept.path]);
  return typeof written === "number" ? written : kept.usual;
}

/** The midnight in UTC before which things are too old, as the server reckons it. */
export const goneBefore = (days: number, nowMs: number): Date => new Date(Math.max(0, Math.floor(nowMs / DAY_MS) * DAY_MS - days * DAY_MS));

/** What would be kept for fewer days than now. */
export const shortened = (stored: JsonObject, doc: JsonObject): Kept[] => KEPT.filter((kept) => daysOf(doc, kept) < daysOf(stored, kept));
