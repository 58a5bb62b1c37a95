/** How long things are kept, and what is kept of one person: for administrators of the whole tenant. */

import type { Json, JsonObject } from "../document/json";
import { call, fetchFile } from "./client";

export type Counts = Readonly<Record<string, number>>;

/** One look through the records: what went, or would go. */
export interface Sweep {
  began_ms: number;
  author: string;
  state: "running" | "done" | "failed";
  why: string;
  ended_ms: number;
  counts: Counts;
}

export interface Looked {
  run: Sweep | null;
  dry_run: Sweep | null;
}

/** Exactly one of the three. */
export type Meant = { number: string } | { email: string } | { user: string };

/** What is not erased, and why. */
export interface Stays {
  why: string;
  detail: string;
  user?: string;
}

/** Of a user there is only the entry of the directory. */
export interface Found {
  user?: number;
  dialogues?: number;
  records?: number;
  content?: Counts;
  mentions?: number;
  caller_record?: boolean;
  live: string[];
  kept: Stays[];
}

export interface Erased {
  [counted: string]: number | boolean | Stays[] | undefined;
  kept: Stays[];
  overwritten: boolean;
}

export const retention = {
  look: () => call<Looked>("GET", "/retention"),
  /** `settings`: periods that are not saved, to count under. */
  count: (settings: JsonObject | null) => call<Looked>("POST", "/retention", { dry_run: true, ...(settings && { settings }) }),
  takeAway: () => call<Looked>("POST", "/retention", { dry_run: false }),
};

export const people = {
  find: (who: Meant) => call<Found>("POST", "/people/find", who as Json),
  erase: (who: Meant) => call<Erased>("POST", "/people/erase", who as Json),
  file: (who: Meant) => fetchFile("POST", "/people/export", who as Json),
};
