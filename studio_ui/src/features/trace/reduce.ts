/** From trace facts to what a screen shows of a dialogue: where it is, which way it came, what it waits for. */

import type { Fact, TraceRow } from "../../api/types";

export interface Hop {
  node: string;
  outcome: string;
}

export interface LiveDialogue {
  id: string;
  state: string;
  channel: string;
  address: string;
  /** The node at which it waits or last was: environment/flow/node. */
  at: string;
  hops: Hop[];
  rows: TraceRow[];
  contactCenter: string;
  /** The step that put it into the queue: a conversation is there, whatever was played meanwhile. */
  queuedAt: string;
  agent: string;
  releases: Record<string, number>;
}

const KEPT = 400;

export function fresh(id: string): LiveDialogue {
  return {
    id,
    state: "in_flow",
    channel: "",
    address: "",
    at: "",
    hops: [],
    rows: [],
    contactCenter: "",
    queuedAt: "",
    agent: "",
    releases: {},
  };
}

/** What a channel still tells of a dialogue that is over: its goodbye was played to the end, its page was opened again. */
const ECHOES = new Set(["PlaybackFinished", "CallerCameBack"]);

const isEcho = (fact: Fact): boolean => fact[0] === "stale" && ECHOES.has(word(fact[1]));

export function withRow(before: LiveDialogue, row: TraceRow): LiveDialogue {
  if (before.state === "ended" && row.facts.every(isEcho)) return before;
  const rows = [...before.rows.slice(1 - KEPT), row];
  return row.facts.reduce(withFact, { ...before, rows });
}

const word = (value: unknown): string => (typeof value === "string" ? value : "");

function withFact(now: LiveDialogue, fact: Fact): LiveDialogue {
  const [kind, first, second] = fact;
  switch (kind) {
    case "arrived":
      return { ...now, channel: word(first), address: word(second), state: "in_flow" };
    case "entered":
      return { ...now, releases: { ...now.releases, [word(first)]: Number(second) } };
    case "waits":
      return { ...now, at: word(first) };
    case "went":
      return { ...now, at: word(first), hops: [...now.hops.slice(1 - KEPT), { node: word(first), outcome: word(second) }] };
    case "fault":
      return { ...now, at: word(first) };
    case "queued":
      return { ...now, state: "queued", contactCenter: word(first), queuedAt: now.at };
    case "requeued":
      return { ...now, state: "queued", agent: "" };
    case "offered":
      return { ...now, state: "offered", agent: word(second) };
    case "left_queue":
      return { ...now, state: "in_flow", contactCenter: "", agent: "" };
    case "connected":
      return { ...now, state: "connected", agent: word(second), at: now.queuedAt || now.at };
    case "over":
    case "transferred":
      return { ...now, state: "in_flow", contactCenter: "", agent: "" };
    case "ended":
      return { ...now, state: "ended" };
    default:
      return now;
  }
}

/** `front_door/main/hours` in its parts. */
export function partsOf(key: string): { environment: string; flow: string; node: string } {
  const [environment = "", flow = "", node = ""] = key.split("/");
  return { environment, flow, node };
}
