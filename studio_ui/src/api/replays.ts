/** The routes of replays: stored dialogues run again on a draft or a release, and where they part. */

import type { JsonObject } from "../document/json";
import { call, path } from "./client";

export interface ReplayRow {
  id: string;
  at_ms: number;
  by: string;
  /** `the draft`, `a folder`, `release 7`. */
  against: string;
  state: "running" | "done" | "failed" | "stopped";
  why: string;
  /** How many dialogues were asked for and found. */
  of: number;
  /** There are older ones that were left out. */
  older: boolean;
  replayed: number;
  same: number;
  parted: number;
  not_replayed: number;
}

/** What became of some dialogues of a group, before and now. */
export interface Fate {
  ended_before: string;
  queue_before: string;
  ended_now: string;
  queue_now: string;
  count: number;
}

export interface ReplayGroup {
  environment: string;
  flow: string;
  node: string;
  before: string;
  now: string;
  count: number;
  share: number;
  rejoins: number;
  examples: string[];
  fates: Fate[];
}

export interface Untold {
  reason: string;
  count: number;
  examples: string[];
}

export interface ReplayReport extends Omit<ReplayRow, "not_replayed"> {
  environment: string;
  done: number;
  looked_at: number;
  groups: ReplayGroup[];
  untold: Untold[];
}

/** Environment, flow, step, outcome. */
export type Way = readonly [string, string, string, string];

export interface Beside {
  before?: Way[];
  now?: Way[];
  /** So many of the first are the same. */
  alike?: number;
  ended_before?: string;
  queue_before?: string;
  ended_now?: string;
  queue_now?: string;
  untold?: string;
}

export interface ReplayOrder {
  /** 0: the draft. */
  release: number;
  from: string;
  to: string;
  address: string;
  most: number;
}

const where = (environment: string, ...parts: string[]) => path("environments", environment, "replay", ...parts);

export const replays = {
  all: (environment: string) => call<ReplayRow[]>("GET", where(environment)),
  one: (environment: string, id: string) => call<ReplayReport>("GET", where(environment, id)),
  beside: (environment: string, id: string, dialogue: string) => call<Beside>("GET", where(environment, id, "dialogues", dialogue)),
  stop: (environment: string, id: string) => call<null>("DELETE", where(environment, id)),
  begin: (environment: string, order: ReplayOrder) =>
    call<{ id: string; of: number }>("POST", where(environment), asked(order)),
};

function asked({ release, from, to, address, most }: ReplayOrder): JsonObject {
  return { begun_from: from, begun_to: to, address, most, ...(release ? { release } : {}) };
}
