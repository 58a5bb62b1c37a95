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
  /** How many older rows are not kept any more. */
  leftOut: number;
  contactCenter: string;
  /** The step that put it into the queue: a conversation is there, whatever was played meanwhile. */
  queuedAt: string;
  agent: string;
  releases: Record<string, number>;
}

const KEPT = 1000;
const FEW = 40;
const ENDED_KEPT = 200;

export function fresh(id: string): LiveDialogue {
  return {
    id,
    state: "in_flow",
    channel: "",
    address: "",
    at: "",
    hops: [],
    rows: [],
    leftOut: 0,
    contactCenter: "",
    queuedAt: "",
    agent: "",
    releases: {},
  };
}

/** What a channel still tells of a dialogue that is over: its goodbye was played to the end, its page was opened again. */
const ECHOES = new Set(["PlaybackFinished", "CallerCameBack"]);

const isEcho = (fact: Fact): boolean => fact[0] === "stale" && ECHOES.has(word(fact[1]));

export const withRow = (before: LiveDialogue, row: TraceRow): LiveDialogue => keeping(KEPT, before, row);
/** Of a dialogue that nobody looks at: whoever is followed is asked for as a whole. */
export const withRowOfMany = (before: LiveDialogue, row: TraceRow): LiveDialogue => keeping(FEW, before, row);

function keeping(kept: number, before: LiveDialogue, row: TraceRow): LiveDialogue {
  if (before.state === "ended" && row.facts.every(isEcho)) return before;
  const rows = [...before.rows.slice(1 - kept), row];
  const leftOut = before.leftOut + before.rows.length + 1 - rows.length;
  return row.facts.reduce(withFact, { ...before, rows, leftOut });
}

/** The page may stay open for days: of what is over it keeps the newest. Ids begin with the moment of arrival. */
export function withoutOld(dialogues: Record<string, LiveDialogue>, followed: string): Record<string, LiveDialogue> {
  const over = Object.values(dialogues).filter((known) => known.state === "ended" && known.id !== followed);
  if (over.length <= ENDED_KEPT) return dialogues;
  const old = over.toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(ENDED_KEPT);
  const gone = new Set(old.map((known) => known.id));
  return Object.fromEntries(Object.entries(dialogues).filter(([id]) => !gone.has(id)));
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
