/** The dialogues that went through the flow on the canvas, as the server lists them: filtered, page by page. */

import { create } from "zustand";
import { sentence } from "../../api/client";
import { passed, type PassedDialogue, type PassedPage } from "../../api/passed";
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

/** What is being asked for: an answer to something else comes too late, and the same is not asked twice at once. */
let asking: { of: string; wanted: Wanted; before: string } | null = null;

async function ask(of: string, before: string, take: (page: PassedPage) => Partial<Past>): Promise<void> {
  const { wanted } = usePast.getState();
  if (asking?.of === of && asking.wanted === wanted && (before === "" || asking.before === before)) return;
  const mine = { of, wanted, before };
  asking = mine;
  const [environment = "", flow = ""] = of.split("/");
  try {
    const page = await passed.dialogues(environment, flow, { ...queryOf(wanted), before });
    if (asking === mine) usePast.setState({ ...take(page), standing: "there", problem: "" });
  } catch (fault) {
    if (asking === mine) usePast.setState({ standing: "failed", problem: sentence(fault) });
  } finally {
    if (asking === mine) asking = null;
  }
}

/** The newest page; rows of older pages that were looked at stay. */
export async function look(environment: string, flow: string): Promise<void> {
  const of = keyOf(environment, flow);
  if (usePast.getState().of !== of) usePast.setState({ of, rows: [], next: "", standing: "looking" });
  await ask(of, "", (page) => {
    const state = usePast.getState();
    const older = state.rows.filter((row) => row.id < (page.dialogues.at(-1)?.id ?? ""));
    const rows = [...page.dialogues, ...older];
    return older.length > 0 ? { rows } : { rows, next: page.next, lookedAt: page.looked_at };
  });
}

/** The page after the last one. */
export async function lookFurther(environment: string, flow: string): Promise<void> {
  await ask(keyOf(environment, flow), usePast.getState().next, (page) => {
    const { rows, lookedAt } = usePast.getState();
    return { rows: [...rows, ...page.dialogues], next: page.next, lookedAt: lookedAt + page.looked_at };
  });
}

function queryOf({ since, ...rest }: Wanted): Record<string, string | boolean> {
  return { ...rest, from: fromOf(since, Date.now()), limit: PAGE };
}
