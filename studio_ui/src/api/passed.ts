/** The routes of a flow's past: its dialogues one by one, and what they add up to. */

import { call, path } from "./client";

export interface PassedDialogue {
  id: string;
  channel: string;
  address: string;
  status: string;
  /** A word of docs/reports.md, or `live`. */
  ended: string;
  started_ms: number;
  ended_ms: number | null;
  contact_center: string;
  language: string;
  /** Of the flow's environment; 0: built in. */
  release: number;
  steps: number;
  /** The step of this flow that was entered and not left; "" if there is none. */
  stands: string;
  test: boolean;
}

export interface PassedPage {
  dialogues: PassedDialogue[];
  /** From where the next page goes on; "" at the end. */
  next: string;
  looked_at: number;
}

export interface WayTraffic {
  times: number;
  dialogues: number;
  dropped: number;
}

export interface StepTraffic {
  entered: number;
  dialogues: number;
  dropped: number;
  stopped: number;
  here: number;
  ways: Record<string, WayTraffic>;
}

export interface FlowTraffic {
  from_ms: number;
  to_ms: number;
  since_ms: number;
  complete: boolean;
  looked_at: number;
  dialogues: number;
  ended: Record<string, number>;
  steps: Record<string, StepTraffic>;
}

type Query = Record<string, string | boolean>;

/** What is empty or false is not asked for. */
function asked(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== "" && value !== false);
  return given.length > 0 ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}` : "";
}

const of = (environment: string, flow: string): string => path("environments", environment, "flows", flow);

export const passed = {
  dialogues: (environment: string, flow: string, query: Query) =>
    call<PassedPage>("GET", `${of(environment, flow)}/dialogues${asked(query)}`),
  traffic: (environment: string, flow: string, query: Query) =>
    call<FlowTraffic>("GET", `${of(environment, flow)}/traffic${asked(query)}`),
};
