/** A schedule's hours: ranges of the clock per weekday, as the document writes them. */

import { isObject, type Json, type JsonObject } from "../../document/json";

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const MIDNIGHT = "24:00";
const MINUTES = 24 * 60;

export interface Range {
  from: string;
  to: string;
}

export function rangesOf(schedule: Json | undefined, day: string): Range[] {
  const weekly = isObject(schedule) && isObject(schedule["weekly"]) ? schedule["weekly"] : {};
  const ranges = weekly[day];
  return Array.isArray(ranges) ? ranges.map((range) => readRange(String(range))) : [];
}

export function readRange(text: string): Range {
  const [from = "", to = ""] = text.split("-");
  return { from, to };
}

export const isBackwards = ({ from, to }: Range): boolean => from >= to;

/** The schedule with these ranges on a day; a day without any is left out. */
export function withRanges(schedule: Json, day: string, ranges: readonly Range[]): Json {
  const whole = isObject(schedule) ? schedule : {};
  const before = isObject(whole["weekly"]) ? whole["weekly"] : {};
  const texts = ranges.map(({ from, to }) => `${from}-${to}`);
  const weekly: JsonObject = {};
  for (const one of DAYS) {
    const kept = one === day ? texts : before[one];
    if (Array.isArray(kept) && kept.length > 0) weekly[one] = kept;
  }
  return { ...whole, weekly };
}

/** What to offer next on a day: office hours, else from an hour after the last range to midnight at most. */
export function nextRange(ranges: readonly Range[]): Range | null {
  const last = ranges.at(-1);
  if (!last) return { from: "09:00", to: "17:00" };
  const begins = minutesOf(last.to) + 60;
  return begins + 60 > MINUTES ? null : { from: clock(begins), to: clock(Math.min(begins + 240, MINUTES)) };
}

export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** Where a range lies on a bar of the day, in percent. */
export function onBar({ from, to }: Range): { insetInlineStart: string; width: string } {
  const [begins, ends] = [minutesOf(from), minutesOf(to)];
  const percent = (minutes: number) => `${((100 * minutes) / MINUTES).toFixed(2)}%`;
  return { insetInlineStart: percent(begins), width: percent(Math.max(0, ends - begins)) };
}

const RANGE = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** `10:00-12:00, 14:00-16:00` as ranges; null if it cannot be read. */
export function readHours(text: string): string[] | null {
  const parts = text.split(/[,;]/).map((part) => part.replaceAll(/\s/g, "").replace("–", "-")).filter(Boolean);
  return parts.every((part) => RANGE.test(part) && !isBackwards(readRange(part))) ? parts : null;
}

/** The month before or after `2026-12`. */
export function monthBeside(month: string, by: 1 | -1): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const moved = new Date(Date.UTC(year, number - 1 + by, 1));
  return moved.toISOString().slice(0, 7);
}
