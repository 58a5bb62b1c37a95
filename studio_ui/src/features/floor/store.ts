/** The floor as the server told it last: asked again when the feed speaks of it, and every two seconds while seen. */

import { create } from "zustand";
import { ApiError, sentence } from "../../api/client";
import { floor as routes } from "../../api/floor";
import type { AgentWhy, FloorView, Today, Why } from "../../api/floor_types";
import { hush, listen, useLive } from "../trace";

export interface Picked {
  kind: "dialogue" | "agent";
  id: string;
}

export type Answer = { kind: "dialogue"; why: Why } | { kind: "agent"; why: AgentWhy };

interface Floor {
  standing: "loading" | "ready" | "refused" | "failed";
  problem: string;
  view: FloorView | null;
  /** When the view came, by the own clock: waits tick on from there. */
  cameMs: number;
  /** The last question was not answered. */
  stale: boolean;
  today: readonly Today[];
  /** Whose line is shown, if somebody chose one. */
  queue: string;
  picked: Picked | null;
  /** Null: not answered yet. "gone": it does not wait any more. */
  answer: Answer | "gone" | null;
}

export const useFloor = create<Floor>(() => ({
  standing: "loading",
  problem: "",
  view: null,
  cameMs: 0,
  stale: false,
  today: [],
  queue: "",
  picked: null,
  answer: null,
}));

const EVERY_MS = 2000;
const BURST_MS = 200; // one look for a burst of changes
const REPORT_EVERY = 5; // looks

export function chooseQueue(queue: string): void {
  useFloor.setState({ queue });
}

export function pick(picked: Picked | null): void {
  useFloor.setState({ picked, answer: null });
  if (picked) void lookAtPicked();
}

let looking = false;
let looks = 0;

async function look(): Promise<void> {
  if (looking) return;
  looking = true;
  try {
    if (looks % REPORT_EVERY === 0) void lookAtToday(); // a report takes its time, and the floor is there without it
    const [view] = await Promise.all([routes.now(), lookAtPicked()]);
    looks += 1;
    useFloor.setState({ standing: "ready", view, cameMs: Date.now(), stale: false, problem: "" });
  } catch (fault) {
    failed(fault);
  } finally {
    looking = false;
  }
}

export const lookAgain = look;

function failed(fault: unknown): void {
  const problem = sentence(fault);
  if (fault instanceof ApiError && fault.status === 403) useFloor.setState({ standing: "refused", problem, view: null });
  else if (useFloor.getState().view) useFloor.setState({ stale: true, problem });
  else useFloor.setState({ standing: "failed", problem });
}

/** Figures of today come beside the floor; without them it is still a floor. */
async function lookAtToday(): Promise<void> {
  try {
    useFloor.setState({ today: await routes.today() });
  } catch {
    // they are asked for again soon
  }
}

async function lookAtPicked(): Promise<void> {
  const { picked } = useFloor.getState();
  if (!picked) return;
  let answer: Answer | "gone";
  try {
    answer =
      picked.kind === "dialogue"
        ? { kind: "dialogue", why: await routes.whyDialogue(picked.id) }
        : { kind: "agent", why: await routes.whyAgent(picked.id) };
    if (answer.kind === "dialogue" && !("waiting" in answer.why)) answer = "gone";
  } catch (fault) {
    if (!(fault instanceof ApiError && fault.status === 404)) return;
    answer = "gone";
  }
  if (useFloor.getState().picked === picked) useFloor.setState({ answer });
}

/** Keeps the floor fresh until the returned function is called. */
export function watchFloor(): () => void {
  let soon: number | undefined;
  const seen = () => {
    if (document.visibilityState === "visible" && useFloor.getState().standing !== "refused") void look();
  };
  const feed = useLive.subscribe((state, before) => {
    if (state.floorChanges === before.floorChanges || soon !== undefined) return;
    soon = window.setTimeout(() => {
      soon = undefined;
      seen();
    }, BURST_MS);
  });
  const timer = window.setInterval(seen, EVERY_MS);
  document.addEventListener("visibilitychange", seen);
  listen({ deskAfter: -1 });
  void look();
  return () => {
    feed();
    clearTimeout(soon);
    clearInterval(timer);
    document.removeEventListener("visibilitychange", seen);
    hush();
  };
}
