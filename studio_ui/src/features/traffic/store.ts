/** How callers went through the flow on the canvas, as counted last. */

import { create } from "zustand";
import { sentence } from "../../api/client";
import { passed, type FlowTraffic, type StepTraffic } from "../../api/passed";
import { keyOf } from "../editing";
import { fromOf, type Since } from "../trace";

/** "today" begins at the tenant's own midnight, which the server knows. */
export type TrafficSince = Exclude<Since, "ever"> | "today";

export interface TrafficWanted {
  since: TrafficSince;
  channel: string;
  tests: boolean;
}

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
  wanted: { since: "day", channel: "", tests: false },
  counted: null,
  standing: "none",
  problem: "",
}));

export const wantTraffic = (wanted: Partial<TrafficWanted>): void =>
  useTraffic.setState((state) => ({ wanted: { ...state.wanted, ...wanted } }));

let turn = 0;

export async function countTraffic(environment: string, flow: string): Promise<void> {
  const mine = ++turn;
  const of = keyOf(environment, flow);
  useTraffic.setState((state) => ({ of, counted: state.of === of ? state.counted : null, standing: "looking", problem: "" }));
  const { since, channel, tests } = useTraffic.getState().wanted;
  const from = since === "today" ? "" : fromOf(since, Date.now());
  try {
    const counted = await passed.traffic(environment, flow, { from, channel, tests });
    if (mine === turn) useTraffic.setState({ counted, standing: "there" });
  } catch (fault) {
    if (mine === turn) useTraffic.setState({ standing: "failed", problem: sentence(fault) });
  }
}

/** Of one step of the open flow; undefined where nobody was. */
export const stepOf = (state: Traffic, flow: string, node: string): StepTraffic | undefined =>
  state.of === flow ? state.counted?.steps[node] : undefined;
