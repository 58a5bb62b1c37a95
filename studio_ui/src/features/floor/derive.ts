/** From what the server says of the floor to what is drawn: scales, ticking waits, orders that stand still. */

import type { AgentView, FloorView, QueueView, ServiceLevel, Today } from "../../api/floor_types";

/** Ends of scales that people read at a glance, in seconds. */
const ENDS = [30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800];

export function scaleEnd(seconds: readonly number[]): number {
  const longest = Math.max(0, ...seconds);
  return ENDS.find((end) => longest <= end) ?? longest;
}

/** One scale for all waits and estimates of the page, so that their bars can be compared. */
export function waitScale(queues: readonly QueueView[], elapsedS: number): number {
  return scaleEnd(
    queues.flatMap((queue) => [
      queue.waiting > 0 ? queue.oldest_wait_s + elapsedS : 0,
      queue.estimated_p90_s ?? queue.estimated_wait_s ?? 0,
      ...queue.line.map((entry) => entry.waited_s + elapsedS),
    ]),
  );
}

/** By name, who is there first: a row moves only when somebody comes or goes. */
export function inOrder(agents: readonly AgentView[]): AgentView[] {
  const away = (agent: AgentView) => Number(agent.signed_in === false || agent.state === "signed_out");
  return agents.toSorted((a, b) => away(a) - away(b) || nameIn(a).localeCompare(nameIn(b)) || a.agent.localeCompare(b.agent));
}

const nameIn = (agent: AgentView): string => agent.name || agent.agent;

const CLOSE = 10; // percent

/** Below the goal is a care, well below is wrong. */
export function toneOf(value: number | null, goal: number | undefined): "good" | "care" | "wrong" | "calm" {
  if (value === null || goal === undefined) return "calm";
  if (value >= goal) return "good";
  return 100 * value >= 100 * goal - CLOSE ? "care" : "wrong";
}

export const levelOf = (today: readonly Today[], center: string): ServiceLevel | undefined =>
  today.find((row) => row.contact_center === center)?.figures.service_level;

/** The queue whose line is shown: the chosen one, else the one with the longest wait, else the first. */
export function shownQueue(view: FloorView, chosen: string): QueueView | undefined {
  const known = view.contact_centers.find((queue) => queue.name === chosen);
  if (known) return known;
  return view.contact_centers.reduce<QueueView | undefined>(
    (worst, queue) => (!worst || queue.oldest_wait_s > worst.oldest_wait_s ? queue : worst),
    undefined,
  );
}

/** The rows whose name has these words, as many as a page can hold. */
export function found<T>(rows: readonly T[], name: (row: T) => string, words: string, most: number): T[] {
  const wanted = words.trim().toLowerCase();
  return rows.filter((row) => name(row).toLowerCase().includes(wanted)).slice(0, most);
}

/** `1:05`, `1:02:05`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
