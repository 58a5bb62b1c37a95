/** The operator's routes: the cell, its nodes, and a node that is emptied. */

import { call, path } from "./client";

export type ShardState = "held" | "moving" | "free";

export interface NodeRow {
  node: string;
  address: string;
  version: string;
  /** up, draining, resting or silent. */
  state: string;
  silent_ms: number;
  shards: number;
}

export interface ShardSeen {
  shard: number;
  state: ShardState;
  owner: string;
  epoch: number;
  tenants: number;
}

export interface CellSeen {
  /** The node that answers. */
  node: string;
  region: string;
  nodes: NodeRow[];
  shards: ShardSeen[];
  store: { kind: string; bytes: number; schema: number; days: number; oldest_ms: number | null };
}

export interface NodeSeen {
  node: string;
  events: number;
  events_per_s: number;
  waiting: number;
  oldest_ms: number;
  shards: number;
  tenants: number;
  dialogues: number;
  timers: number;
  dead_letters: number;
  fenced: number;
  not_ready: { code: string; detail: string }[];
  draining: boolean;
}

/** An event that failed alone; `error` is kind and place of the fault. */
export interface Letter {
  tenant: string;
  seq: number;
  event_id: string;
  at_ms: number;
  kind: string;
  dialogue: string;
  error: string;
  /** What the event said is gone: it can only be dropped. */
  erased: boolean;
}

const ofLetter = (letter: Letter): string => `/operations${path("tenants", letter.tenant, "dead", String(letter.seq))}`;

const ofNode = (node: string): string => `/operations${path("nodes", node)}`;

export const operations = {
  signedIn: () => call<{ operator: boolean }>("GET", "/operator/session"),
  signIn: (key: string) => call<{ operator: boolean }>("POST", "/operator/session", { key }),
  signOut: () => call<null>("DELETE", "/operator/session"),
  cell: () => call<CellSeen>("GET", "/operations"),
  node: (node: string) => call<NodeSeen>("GET", ofNode(node)),
  drain: (node: string) => call<NodeSeen>("POST", `${ofNode(node)}/drain`),
  resume: (node: string) => call<NodeSeen>("POST", `${ofNode(node)}/resume`),
  dead: () => call<{ letters: Letter[]; more: boolean }>("GET", "/operations/dead"),
  again: (letter: Letter) => call<{ done: string }>("POST", `${ofLetter(letter)}/again`, { event_id: letter.event_id }),
  drop: (letter: Letter) => call<null>("POST", `${ofLetter(letter)}/drop`, { event_id: letter.event_id }),
  release: (node: string, shard: number) => call<NodeSeen>("POST", `${ofNode(node)}/shards/${shard}/release`),
};
