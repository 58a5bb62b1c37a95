/** Trying a draft: every act is sent with all that was done before it, and the answer is what there is to see. */

import type { Json, JsonObject } from "../document/json";
import { call, path } from "./client";

export interface TriedLine {
  who: "caller" | "flow" | "agent" | "floor" | "time";
  text: string;
  name?: string;
  at_s?: number;
}

export interface Desk {
  agent: string;
  work: "" | "ringing" | "connected" | "wrapping";
  ours: boolean;
  presence: string;
}

export interface AskedOutside {
  kind: "http" | "text" | "external" | "number";
  what: string;
  exits: string[];
  sent: string;
}

export interface Sight {
  status: "in_flow" | "queued" | "offered" | "connected" | "ended";
  channel: "voice" | "chat" | "message";
  language: string;
  now: string;
  zone: string;
  passed_s: number;
  lines: TriedLine[];
  at: string[];
  ways: [string, string][];
  visited: string[];
  variables: JsonObject;
  attributes: JsonObject;
  desks: Desk[];
  asked: AskedOutside[];
  asking: { kind: "choice" | "digits" | "text"; choices: { key: string; label: string }[]; digits: string; terminator: string } | null;
  queue: { contact_center: string; position: number; priority: number } | null;
  connected: string;
  recording: boolean;
  ended: { reason: string; stage: string; by: string } | null;
  next_s: number | null;
  steps: JsonObject[];
  given: JsonObject;
  refused: string;
  cut: number;
  missing: { message: string; part: string; value: Json } | null;
}

export interface Walk {
  flow: JsonObject;
  start: { address?: string };
  given: JsonObject;
  steps: JsonObject[];
}

export type Act = { step: JsonObject } | { skip: true } | { to: string };

const place = (environment: string, flow: string) => path("environments", environment, "flows", flow, "try");

export const trials = {
  walk: (environment: string, flow: string, walk: Walk, act?: Act) =>
    call<Sight>("POST", place(environment, flow), { ...walk, ...(act ? { act } : {}) } as unknown as JsonObject),
  keep: (environment: string, flow: string, walk: Walk, name: string) =>
    call<{ file: string; name: string }>("POST", `${place(environment, flow)}/case`, { ...walk, name } as unknown as JsonObject),
};

export interface Preview {
  callers: string[];
  until: string;
  number: number;
  author: string;
  /** Whether the drafts are still those that the callers meet. */
  same: boolean;
}

const previewOf = (environment: string) => path("environments", environment, "preview");

export const previews = {
  get: (environment: string) => call<Preview>("GET", previewOf(environment)),
  set: (environment: string, callers: string[], until: string) => call<Preview>("PUT", previewOf(environment), { callers, until }),
};
