/** What the server says of people at work, of their queues, and why. */

import type { JsonObject } from "../document/json";

export interface AgentView {
  agent: string;
  name?: string;
  intent: string;
  /** Key of an away reason of the tenant, or words. */
  reason?: string;
  /** What holds when the present work is over. */
  next_intent?: string | null;
  next_reason?: string;
  state: string;
  since_ms?: number;
  signed_in?: boolean;
  /** 0: not blocked. */
  blocked_until_ms?: number;
  reasons?: string[];
  load?: number;
  contact_centers?: readonly string[];
  reservations?: ReservationView[];
}

export interface ReservationView {
  reservation: string;
  dialogue: string;
  contact_center: string;
  channel: string;
  state: string;
  created_ms: number;
  expires_ms: number;
  wrap_up_until_ms: number | null;
  held?: boolean;
  home?: string;
  requirements?: Record<string, number>;
  waited_ms?: number;
  /** Only of one's own desk; null once the dialogue is over. */
  caller?: JsonObject | null;
}

/** One's own desk. */
export interface DeskView extends Omit<AgentView, "contact_centers"> {
  contact_centers?: readonly DeskCenter[];
  away_reasons?: Record<string, string>;
  transfer?: TransferTargets;
  /** The number of the last command that was sent to it. */
  n?: number;
}

export interface DeskCenter {
  name: string;
  title: string;
  dispositions: Record<string, string>;
  wrap_up_mode: string;
}

export interface TransferTargets {
  contact_centers: { name: string; title: string }[];
  agents: { agent: string; name: string; state: string }[];
}

export interface Transfer {
  contact_center?: string;
  to_agent?: string;
  number?: string;
  skills?: Record<string, number>;
  keep_age?: boolean;
}

export interface Why {
  state: string;
  contact_center: string;
  position: number | null;
  waiting: number;
  waited_s: number;
  requirements: Record<string, number>;
  priority: number;
  max_wait_s_left: number | null;
  estimate_s: number | null;
  agents: { agent: string; name?: string; state: string; able: boolean; reasons: string[] }[];
  next: string[];
  timeline?: Coming[];
  step?: { number: number; of: number; sentence: string } | null;
  estimate?: { sentence: string } | null;
  more_agents?: number;
}

/** A step to come (or gone by), in words; `in_s` is null where no time is known. */
export interface Coming {
  in_s: number | null;
  sentence: string;
}

export interface AgentWhy extends AgentView {
  waiting: AgentWaiting[];
  words?: string[];
}

/** Somebody who waits in one of the agent's lines, and what keeps the two apart. */
export interface AgentWaiting {
  dialogue: string;
  contact_center: string;
  waited_s?: number;
  able?: boolean;
  reasons: string[];
}

export interface LineEntry {
  dialogue: string;
  position: number;
  waited_s: number;
  requirements: Record<string, number>;
  step: number;
  priority: number;
  channel: string;
  state: string;
  /** The contact center through which it came; another one if the search was widened. */
  home?: string;
  agent: string | null;
}

export interface QueueView {
  name: string;
  title: string;
  enabled: boolean;
  waiting: number;
  oldest_wait_s: number;
  agents_available: number;
  agents_staffed: number;
  estimated_wait_s: number | null;
  estimated_p90_s?: number | null;
  line: LineEntry[];
}

export interface FloorView {
  at_ms: number;
  contact_centers: QueueView[];
  agents: AgentView[];
}

/** A figure with the name of how it was made; null while nothing was there to be measured. */
export interface ServiceLevel {
  /** Between 0 and 1. */
  value: number | null;
  formula: string;
  within_s: number;
}

/** One contact center's figures since its day began. */
export interface Today {
  contact_center: string;
  figures: { service_level: ServiceLevel };
}
