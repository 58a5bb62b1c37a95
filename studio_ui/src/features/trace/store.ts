/** The live feed as the page holds it: dialogues by id, the one that is followed, and who listens to desk commands. */

import { create } from "zustand";
import { dialogues as routes } from "../../api/studio";
import { live, type LiveRow } from "../../api/live";
import type { Connection, Standing } from "../../api/socket";
import type { Command, DialogueView, TraceRow } from "../../api/types";
import { changedElsewhere, openFlow, useEditing, keyOf } from "../editing";
import { may, refreshEnvironments, useSession } from "../session";
import { fresh, partsOf, withRow, type LiveDialogue } from "./reduce";

interface Live {
  standing: Standing;
  dialogues: Record<string, LiveDialogue>;
  followed: string;
  follow: boolean;
  /** Counts rows about agents and queues, so that their screens know when to ask again. */
  floorChanges: number;
}

export const useLive = create<Live>(() => ({
  standing: "connecting",
  dialogues: {},
  followed: "",
  follow: true,
  floorChanges: 0,
}));

let connection: Connection | undefined;
let pos = -1;
let deskN = -1;
const deskListeners = new Set<(n: number, command: Command) => void>();

export function onDeskCommand(listener: (n: number, command: Command) => void): () => void {
  deskListeners.add(listener);
  return () => deskListeners.delete(listener);
}

/** Opens the feed, or opens it anew: for another agent's desk, or from the start after a reset. */
export function listen(anew: { deskAfter?: number; all?: boolean } = {}): void {
  connection?.close();
  if (anew.deskAfter !== undefined) deskN = anew.deskAfter;
  if (anew.all) {
    pos = -1;
    useLive.setState({ dialogues: {}, followed: "" });
  }
  connection = live({
    after: () => pos,
    deskAfter: () => deskN,
    snapshot: (frame) => {
      if (typeof frame["pos"] === "number" && (pos < 0 || frame["pos"] < pos)) pos = frame["pos"];
      seed((frame["dialogues"] as DialogueView[] | undefined) ?? []);
      changedFloor();
    },
    row: take,
    command: (n, command) => {
      if (n <= deskN) return;
      deskN = n;
      for (const listener of deskListeners) listener(n, command);
    },
    standing: (standing) => useLive.setState({ standing }),
  });
}

/** Closes the feed and forgets what it told, until `listen` opens it again. */
export function hush(): void {
  connection?.close();
  clearTimeout(wordsTimer);
  useLive.setState({ dialogues: {}, followed: "" });
}

/** What ran already when the feed began: newest first from the server, oldest first here. */
function seed(running: DialogueView[]): void {
  useLive.setState((state) => {
    const dialogues: Record<string, LiveDialogue> = {};
    for (const view of running.toReversed()) {
      dialogues[view.id] = {
        ...fresh(view.id),
        state: view.status,
        channel: view.channel,
        address: view.address,
        at: view.at,
        contactCenter: view.contact_center,
        releases: view.releases,
      };
    }
    return { dialogues: { ...dialogues, ...state.dialogues } };
  });
}

function changedFloor(): void {
  useLive.setState((state) => ({ floorChanges: state.floorChanges + 1 }));
}

function take(row: LiveRow): void {
  pos = Math.max(pos, row.pos);
  if (row.subject_kind === "tenant") tell(row);
  if (row.subject_kind !== "dialogue") return changedFloor();
  const known = row.subject in useLive.getState().dialogues;
  if (!known && row.facts.every((fact) => fact[0] === "stale")) return; // an echo of what is over
  useLive.setState((state) => {
    const before = state.dialogues[row.subject] ?? fresh(row.subject);
    return { dialogues: { ...state.dialogues, [row.subject]: withRow(before, { at_ms: row.at_ms, facts: row.facts }) } };
  });
  if (row.subject === useLive.getState().followed) {
    goAlong();
    if (row.facts.some((fact) => WITH_WORDS.has(fact[0]))) wordsSoon(row.subject);
  }
}

/** Drafts that somebody wrote: the open one is looked at again, and the list of flows soon. */
function tell(row: LiveRow): void {
  for (const [word, kind, key] of row.facts) {
    if (word !== "document" || (kind !== "draft" && kind !== "environment")) continue;
    if (kind === "draft") void changedElsewhere(String(key));
    clearTimeout(listTimer);
    listTimer = window.setTimeout(() => void refreshEnvironments().catch(() => undefined), WORDS_MS);
  }
}

let listTimer: number | undefined;
const WITH_WORDS = new Set(["said", "asked", "heard", "set", "agent_said", "noted"]);
const WORDS_MS = 400;
let wordsTimer: number | undefined;

/** The feed carries content as numbers; the words are asked for once things have calmed down. */
function wordsSoon(id: string): void {
  clearTimeout(wordsTimer);
  wordsTimer = window.setTimeout(() => void learnPast(id), WORDS_MS);
}

async function learnPast(id: string): Promise<void> {
  const rows = await pastOf(id);
  useLive.setState((state) => {
    const known = state.dialogues[id];
    const missed = known?.rows.filter((row) => row.at_ms > (rows.at(-1)?.at_ms ?? 0)) ?? [];
    if (rows.length === 0) return state;
    return { dialogues: { ...state.dialogues, [id]: [...rows, ...missed].reduce(withRow, fresh(id)) } };
  });
}

/** Follow this dialogue; what happened before the page knew of it is asked for. */
export async function follow(id: string): Promise<void> {
  useLive.setState({ followed: id, follow: true });
  if (id === "") return;
  await learnPast(id);
  goAlong();
}

async function pastOf(id: string): Promise<TraceRow[]> {
  if (!may("read")) return [];
  try {
    return await routes.trace(id);
  } catch {
    return []; // the feed still tells what happens from now on
  }
}

export function setFollow(on: boolean): void {
  useLive.setState({ follow: on });
  goAlong();
}

/** Built-in flows have no draft to draw. */
export function drawable(environment: string, flow: string): boolean {
  const known = useSession.getState().environments.find((candidate) => candidate.name === environment);
  return known?.flows.some((candidate) => candidate.name === flow) ?? false;
}

/** Opens the flow in which the followed dialogue is now. */
function goAlong(): void {
  const { follow: on, followed, dialogues } = useLive.getState();
  const at = dialogues[followed]?.at ?? "";
  if (!on || at === "" || dialogues[followed]?.state === "ended") return;
  const { environment, flow } = partsOf(at);
  const { current, loading } = useEditing.getState();
  const key = keyOf(environment, flow);
  if (!drawable(environment, flow)) return;
  if (current !== key && loading !== key) void openFlow(environment, flow);
}
