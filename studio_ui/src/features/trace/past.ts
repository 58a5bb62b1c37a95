/** The dialogues that went through the flow on the canvas, as the server lists them: filtered, page by page. */

import { create } from "zustand";
import { sentence } from "../../api/client";
import { passed, type PassedDialogue } from "../../api/passed";
import { keyOf } from "../editing";

/** Empty words ask for all. `since`: one of SINCE; `step`, `outcome`, `stopped`: see docs/traffic.md. */
export interface Wanted {
  since: Since;
  channel: string;
  ended: string;
  tests: boolean;
  step: string;
  outcome: string;
  stopped: boolean;
}

const HOUR_MS = 3_600_000;
export const SINCE = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS, month: 720 * HOUR_MS, ever: 0 } as const;
export type Since = keyof typeof SINCE;
export const ALL: Wanted = { since: "ever", channel: "", ended: "", tests: false, step: "", outcome: "", stopped: false };

/** The moment from which on is asked; "" without one. */
export const fromOf = (since: Since, now: number): string => (SINCE[since] === 0 ? "" : new Date(now - SINCE[since]).toISOString());

interface Past {
  /** environment/flow that `rows` are of. */
  of: string;
  wanted: Wanted;
  rows: PassedDialogue[];
  /** From where the next page goes on; "" at the end. */
  next: string;
  lookedAt: number;
  standing: "none" | "looking" | "there" | "failed";
  problem: string;
}

export const usePast = create<Past>(() => ({
  of: "",
  wanted: ALL,
  rows: [],
  next: "",
  lookedAt: 0,
  standing: "none",
  problem: "",
}));

/** So many rows are kept: then one asks more narrowly. */
export const MOST = 500;
const PAGE = "50";

export const isAll = (wanted: Wanted): boolean => Object.entries(ALL).every(([name, value]) => wanted[name as keyof Wanted] === value);

/** Other dialogues are wanted. */
export function want(wanted: Partial<Wanted>): void {
  usePast.setState((state) => ({ wanted: { ...state.wanted, ...wanted }, rows: [], next: "", standing: "looking" }));
}

/** Those of one step: who is there, who left by an outcome, who gave up. */
export const wantAt = (step: string, more: Partial<Wanted>): void => want({ ...ALL, step, ...more });

let turn = 0;

/** The newest page; rows of older pages that were looked at stay. */
export async function look(environment: string, flow: string): Promise<void> {
  const mine = ++turn;
  const of = keyOf(environment, flow);
  if (usePast.getState().of !== of) usePast.setState({ of, rows: [], next: "", standing: "looking" });
  try {
    const page = await passed.dialogues(environment, flow, queryOf(usePast.getState().wanted));
    if (mine !== turn) return;
    usePast.setState((state) => {
      const older = state.rows.filter((row) => row.id < (page.dialogues.at(-1)?.id ?? ""));
      const isFirst = older.length === 0;
      const lookedAt = isFirst ? page.looked_at : state.lookedAt;
      return { rows: [...page.dialogues, ...older], next: isFirst ? page.next : state.next, lookedAt, standing: "there", problem: "" };
    });
  } catch (fault) {
    if (mine === turn) usePast.setState({ standing: "failed", problem: sentence(fault) });
  }
}

/** The page after the last one. */
export async function lookFurther(environment: string, flow: string): Promise<void> {
  const mine = ++turn;
  const { next, wanted } = usePast.getState();
  try {
    const page = await passed.dialogues(environment, flow, { ...queryOf(wanted), before: next });
    if (mine !== turn) return;
    usePast.setState((state) => ({
      rows: [...state.rows, ...page.dialogues],
      next: page.next,
      lookedAt: state.lookedAt + page.looked_at,
      standing: "there",
      problem: "",
    }));
  } catch (fault) {
    if (mine === turn) usePast.setState({ standing: "failed", problem: sentence(fault) });
  }
}

function queryOf({ since, ...rest }: Wanted): Record<string, string | boolean> {
  return { ...rest, from: fromOf(since, Date.now()), limit: PAGE };
}
