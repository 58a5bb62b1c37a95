/** How callers went through the flow on the canvas, as counted last. */

import { create } from "zustand";
import { sentence } from "../../api/client";
import { passed, type FlowTraffic, type StepTraffic } from "../../api/passed";
import { keyOf } from "../editing";
import { fromOf, type Since } from "../trace";

/** "today" begins at the tenant's own midnight, which the server knows; "days" are chosen ones, of the same zone. */
export type TrafficSince = Exclude<Since, "ever"> | "today" | "days";

export interface TrafficWanted {
  since: TrafficSince;
  /** The first and the last day, such as 2026-03-02. */
  first: string;
  last: string;
  channel: string;
  tests: boolean;
}

/** A day as date fields have it, so many days from now. */
export const dayOf = (now: number, after = 0): string => {
  const day = new Date(now);
  day.setDate(day.getDate() + after);
  return [day.getFullYear(), pad(day.getMonth() + 1), pad(day.getDate())].join("-");
};
const pad = (n: number): string => String(n).padStart(2, "0");

interface Traffic {
  /** environment/flow that `counted` is of. */
  of: string;
  wanted: TrafficWanted;
  counted: FlowTraffic | null;
  standing: "none" | "looking" | "there" | "failed";
  problem: string;
}

export const useTraffic = create<Traffic>(() => ({
  of: "",
  wanted: { since: "day", first: dayOf(Date.now(), -6), last: dayOf(Date.now()), channel: "", tests: false },
  counted: null,
  standing: "none",
  problem: "",
}));

export const wantTraffic = (wanted: Partial<TrafficWanted>): void =>
  useTraffic.setState((state) => ({ wanted: { ...state.wanted, ...wanted } }));

let turn = 0;
let last = { of: "", wanted: null as TrafficWanted | null, at: 0 };
const FRESH_MS = 2000;

/** Counts unless somebody else on the page has just asked for the same. */
export function countOnce(environment: string, flow: string): void {
  const { wanted } = useTraffic.getState();
  const isFresh = last.of === keyOf(environment, flow) && last.wanted === wanted && Date.now() - last.at < FRESH_MS;
  if (!isFresh) void countTraffic(environment, flow);
}

export async function countTraffic(environment: string, flow: string): Promise<void> {
  const mine = ++turn;
  const of = keyOf(environment, flow);
  last = { of, wanted: useTraffic.getState().wanted, at: Date.now() };
  useTraffic.setState((state) => ({ of, counted: state.of === of ? state.counted : null, standing: "looking", problem: "" }));
  const { channel, tests, ...when } = useTraffic.getState().wanted;
  try {
    const counted = await passed.traffic(environment, flow, { ...spanOf(when), channel, tests });
    if (mine === turn) useTraffic.setState({ counted, standing: "there" });
  } catch (fault) {
    if (mine === turn) useTraffic.setState({ standing: "failed", problem: sentence(fault) });
  }
}

function spanOf({ since, first, last }: Pick<TrafficWanted, "since" | "first" | "last">): { from: string; to: string } {
  if (since === "today") return { from: "", to: "" };
  if (since !== "days") return { from: fromOf(since, Date.now()), to: "" };
  return { from: first, to: last === "" ? "" : dayOf(new Date(`${last}T12:00`).getTime(), 1) }; // the last day counts too
}

/** Of one step of the open flow; undefined where nobody was. */
export const stepOf = (state: Traffic, flow: string, node: string): StepTraffic | undefined =>
  state.of === flow ? state.counted?.steps[node] : undefined;
