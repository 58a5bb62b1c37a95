/** The live feed as the page holds it: dialogues by id, the one that is followed, and who listens to desk commands. */

import { create } from "zustand";
import { ApiError } from "../../api/client";
import { dialogues as routes } from "../../api/studio";
import { live, type LiveRow } from "../../api/live";
import type { Connection, Standing } from "../../api/socket";
import type { Command, DialogueView, TraceRow } from "../../api/types";
import { changedElsewhere } from "../editing";
import { may, refreshEnvironments } from "../session";
import { drawable, isOpen, showFlow } from "./places";
import { fresh, partsOf, withoutOld, withRow, withRowOfMany, type LiveDialogue } from "./reduce";

interface Live {
  standing: Standing;
  dialogues: Record<string, LiveDialogue>;
  followed: string;
  follow: boolean;
  /** The followed dialogue as it stood at a moment that is looked at again; null: as it is now. */
  past: { shown: number; dialogue: LiveDialogue } | null;
  /** The dialogue that was asked for and not found. */
  missing: string;
  /** Counts dialogues that came or went, so that lists of them know when to ask again. */
  turns: number;
  /** Counts rows about agents and queues, so that their screens know when to ask again. */
  floorChanges: number;
}

export const useLive = create<Live>(() => ({
  standing: "connecting",
  dialogues: {},
  followed: "",
  follow: true,
  past: null,
  missing: "",
  turns: 0,
  floorChanges: 0,
}));

/** The followed dialogue as the screen shows it: at the moment that is looked at, else now. */
export const shownOf = (state: Live): LiveDialogue | undefined => state.past?.dialogue ?? state.dialogues[state.followed];

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
    forget();
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
    standing: (standing) => {
      const { standing: before, followed } = useLive.getState();
      useLive.setState({ standing });
      if (standing === "open" && before === "lost" && followed !== "") void learnPast(followed);
    },
  });
}

/** Until `listen`, which goes on where this was: no ticket is asked for that a session which ends now would take along. */
export const stopListening = (): void => connection?.close();

/** Closes the feed and forgets what it told, until `listen` opens it again. */
export function hush(): void {
  connection?.close();
  clearTimeout(wordsTimer);
  forget();
}

function forget(): void {
  waiting.length = 0;
  useLive.setState({ dialogues: {}, followed: "", past: null });
}

/**
 * What ran already when the feed began: newest first from the server, oldest first here. What is not in it any more
 * ended while nobody listened; the followed one is asked for again.
 */
function seed(running: DialogueView[]): void {
  const { followed, dialogues: before } = useLive.getState();
  const dialogues: Record<string, LiveDialogue> = {};
  for (const view of running.toReversed()) {
    dialogues[view.id] = before[view.id] ?? {
      ...fresh(view.id),
      state: view.status,
      channel: view.channel,
      address: view.address,
      at: view.at,
      contactCenter: view.contact_center,
      releases: view.releases,
    };
  }
  for (const known of Object.values(before)) {
    if (known.state === "ended" || known.id === followed) dialogues[known.id] = known;
  }
  useLive.setState((state) => ({ dialogues, turns: state.turns + 1 }));
  if (followed !== "") void learnPast(followed);
}

function changedFloor(): void {
  useLive.setState((state) => ({ floorChanges: state.floorChanges + 1 }));
}

const FLUSH_MS = 30;
const waiting: LiveRow[] = [];

/** Rows of a busy tenant come many at a time: the screen hears of them together. */
function take(row: LiveRow): void {
  pos = Math.max(pos, row.pos);
  if (row.subject_kind === "tenant") tell(row);
  if (row.subject_kind !== "dialogue") return changedFloor();
  if (waiting.length === 0) window.setTimeout(takeWaiting, FLUSH_MS);
  waiting.push(row);
}

function takeWaiting(): void {
  const rows = waiting.splice(0);
  if (rows.length === 0) return; // the feed was closed meanwhile
  useLive.setState((state) => {
    const dialogues = { ...state.dialogues };
    let turns = state.turns;
    for (const { subject, at_ms, facts } of rows) {
      if (!(subject in dialogues) && facts.every((fact) => fact[0] === "stale")) continue; // an echo of what is over
      const more = subject === state.followed ? withRow : withRowOfMany;
      dialogues[subject] = more(dialogues[subject] ?? fresh(subject), { at_ms, facts });
      if (facts.some((fact) => TURNS.has(fact[0]))) turns += 1;
    }
    return { dialogues: withoutOld(dialogues, state.followed), turns };
  });
  const mine = rows.filter((row) => row.subject === useLive.getState().followed);
  if (mine.length === 0) return;
  goAlong();
  if (mine.some((row) => row.facts.some((fact) => WITH_WORDS.has(fact[0])))) wordsSoon(useLive.getState().followed);
}

/** A dialogue that begins, enters another flow or ends is another one in the lists. */
const TURNS = new Set(["arrived", "entered", "ended"]);

/** Drafts that somebody wrote: the open one is looked at again, and the list of flows soon. */
function tell(row: LiveRow): void {
  for (const [word, kind, key, , author] of row.facts) {
    if (word !== "document" || (kind !== "draft" && kind !== "environment")) continue;
    if (kind === "draft") void changedElsewhere(String(key), { author: String(author ?? ""), at_ms: row.at_ms });
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
  if (rows === null) return; // the feed still tells what happens from now on; it is asked again when that comes back
  useLive.setState((state) => {
    const known = state.dialogues[id];
    const missed = known?.rows.filter((row) => row.at_ms > (rows.at(-1)?.at_ms ?? 0)) ?? [];
    if (rows.length === 0) return known ? state : { missing: id };
    return { dialogues: { ...state.dialogues, [id]: [...rows, ...missed].reduce(withRow, fresh(id)) } };
  });
}

/** Follow this dialogue; what happened before the page knew of it is asked for. */
export async function follow(id: string): Promise<void> {
  useLive.setState({ followed: id, follow: true, past: null });
  if (id === "") return;
  await learnPast(id);
  goAlong();
}

/** Nothing of a dialogue that is not there; null while the server does not say. */
async function pastOf(id: string): Promise<TraceRow[] | null> {
  if (!may("read")) return [];
  try {
    return await routes.trace(id);
  } catch (fault) {
    return fault instanceof ApiError && fault.status === 404 ? [] : null;
  }
}

export function setFollow(on: boolean): void {
  useLive.setState({ follow: on });
  goAlong();
}

/** Opens the flow in which the followed dialogue is, or was at the moment that is looked at. */
export function goAlong(): void {
  const state = useLive.getState();
  const shown = shownOf(state);
  if (!state.follow || !shown || shown.at === "" || (shown.state === "ended" && !state.past)) return;
  const { environment, flow } = partsOf(shown.at);
  if (drawable(environment, flow) && !isOpen(environment, flow)) showFlow(environment, flow, "instead");
}
