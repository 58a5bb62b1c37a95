/** What the server sends and takes, as its API says. */

import type { Edit } from "../document/action";
import type { Json, JsonObject } from "../document/json";

/** A way to mend a document, as an undoable change with its name. */
export interface Fix {
  title: string;
  edits: Edit[];
}

export interface Finding {
  code: string;
  severity: "error" | "warning";
  path: string;
  message: string;
  hint?: string;
  file?: string;
  /** Steps that lead to where it happens. */
  counter_example?: string[];
  fixes?: Fix[];
  /** What the message is about, in its order. */
  args?: string[];
}

export interface Session {
  user: string;
  name: string;
  tenant: string;
  roles: Record<string, string[]>;
  /** The agent whose desk this session works at: one's own, or one that was taken over. */
  desk: string;
}

export interface DemoUser {
  tenant: string;
  tenant_name: string;
  user: string;
  name: string;
  roles: Record<string, string[]>;
  contact_centers: string[];
}

export interface FlowEntry {
  name: string;
  title: string;
  kind: string;
  draft_hash: string;
  changed: boolean;
}

export interface Environment {
  name: string;
  title: string;
  live: number | null;
  flows: FlowEntry[];
}

export interface FlowDraft {
  flow: JsonObject;
  layout: JsonObject | null;
  hash: string;
  live_release: number | null;
  /** The prompts that the flow may name: its environment's and the shared ones. */
  prompts: JsonObject;
}

/** One line of a failed case's transcript; `differs` marks where expectation and run part. */
export interface PlayLine {
  who: string;
  text: string;
  name?: string;
  at_s?: number;
  differs?: boolean;
}

export interface CaseFailure {
  step: number;
  message: string;
  expected?: Json;
  got?: Json;
  play?: PlayLine[];
  findings?: Finding[];
}

export interface CaseResult {
  file: string;
  case: string;
  ok: boolean;
  ms: number;
  example?: string;
  skipped?: string;
  failure?: CaseFailure | null;
  /** Node key and outcome of every way that was taken. */
  visited?: [string, string][];
}

export interface CaseRun {
  results: CaseResult[];
  ms: number;
}

export interface Address {
  address: string;
  title: string;
  kind: string;
  link?: Record<string, string> | null;
}

export interface ContactCenter {
  name: string;
  title: string;
  skills?: Record<string, { title?: string }>;
  /** `goal`: percent. */
  service_level?: { goal?: number };
}

export interface User {
  user: string;
  name: string;
  directory_id?: string;
  memberships?: Record<string, Record<string, number>>;
}

export interface DialogueView {
  id: string;
  channel: string;
  address: string;
  status: string;
  contact_center: string;
  /** environment/flow/node, "" before and after. */
  at: string;
  /** Environment to the release that this dialogue stays on. */
  releases: Record<string, number>;
}

export type Fact = [string, ...unknown[]];

export interface TraceRow {
  at_ms: number;
  facts: Fact[];
  /** Content number to what was said, for those who may read it. */
  content?: Record<string, unknown>;
}

export interface Choice {
  key: string;
  label: string;
}

/** A command to the caller's channel or the agent's desk, its content resolved to `text` for those allowed. */
export interface Command {
  type: string;
  dialogue?: string;
  reservation?: string;
  agent?: string;
  agent_name?: string;
  contact_center?: string;
  channel?: string;
  text?: string;
  language?: string;
  wait?: number;
  accept?: { kind: "choice" | "digits" | "text"; choices?: Choice[]; max?: number };
  interruptible?: boolean;
  sensitive?: boolean;
  speaker?: "flow" | "agent";
  reason?: string;
  ring_s?: number;
  expires_ms?: number;
  home?: string;
  requirements?: Record<string, number>;
  waited_ms?: number;
  held?: boolean;
  wrap_up_s?: number;
  sound?: string;
  caller?: JsonObject | string;
  terminator?: string;
  max_s?: number;
  to?: string;
  action?: string;
  calls_back?: boolean;
}

export interface Visit {
  dialogue: string;
  ticket: string;
}
