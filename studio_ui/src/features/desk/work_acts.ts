/** What the agent does about a piece of work; a refusal is shown at it and changes nothing. */

import { sentence } from "../../api/client";
import { desk as routes } from "../../api/floor";
import type { Transfer } from "../../api/floor_types";
import { said, without, type Work } from "./reduce";
import { loadDesk, useDesk } from "./store";

const asked = new Set<string>();
const last = new Map<string, Promise<unknown>>();
let sayings = 0; // who says the same again means it: the field is empty by then

/**
 * One thing after the other for each piece of work, and each thing once: a second click does not do it again. `what`
 * says all of what is asked, since what the socket tells shows the next thing to ask before the answer is here.
 */
async function act(work: Work, what: readonly unknown[], send: () => Promise<unknown>): Promise<boolean> {
  const id = work.reservation;
  const once = JSON.stringify([id, ...what]);
  if (asked.has(once)) return false;
  asked.add(once);
  useDesk.setState((state) => ({ attended: id, refused: { ...state.refused, [id]: "" } }));
  const turn = (last.get(id) ?? Promise.resolve()).then(send);
  last.set(id, turn.catch(() => undefined));
  try {
    await turn;
    return true;
  } catch (fault) {
    useDesk.setState((state) => ({ refused: { ...state.refused, [id]: sentence(fault) } }));
    return false;
  } finally {
    asked.delete(once);
  }
}

let opened = 0;

export function openWork(reservation: string): void {
  opened += 1;
  useDesk.setState({ open: reservation });
  revise(reservation, (mine) => (mine.unread === 0 ? mine : { ...mine, unread: 0 }));
}

/** It is opened unless another one was meanwhile: nothing changes under the hands of who writes there. */
export async function accept(work: Work): Promise<void> {
  const mine = (opened += 1);
  if (!(await act(work, ["accept"], () => routes.act(work.reservation, "accept")))) return;
  if (mine === opened) openWork(work.reservation);
  revise(work.reservation, (mine) => (mine.stage === "ringing" ? { ...mine, stage: "accepting" } : mine));
}

/** Whoever declines is told nothing more of it. */
export async function decline(work: Work): Promise<void> {
  const done = await act(work, ["decline"], () => routes.act(work.reservation, "decline"));
  if (done) useDesk.setState((state) => ({ work: without(state.work, work.reservation) }));
}

/** Words that could not be said are back where they were written. */
export async function say(work: Work): Promise<void> {
  const text = work.draft.trim();
  if (text === "") return;
  revise(work.reservation, (mine) => ({ ...mine, draft: "" }));
  const done = await act(work, ["say", (sayings += 1)], () => routes.act(work.reservation, "say", { text }));
  revise(work.reservation, (mine) => (done ? said(mine, "agent", text) : { ...mine, draft: mine.draft || text }));
}

export const hold = (work: Work, held: boolean) => act(work, ["hold", held], () => routes.act(work.reservation, "hold", { held }));

export const hangUp = (work: Work) => act(work, ["hang up"], () => routes.act(work.reservation, "hang-up"));

export const transfer = (work: Work, to: Transfer) => act(work, ["transfer", to], () => routes.transfer(work.reservation, to));

export function finish(work: Work): Promise<boolean> {
  const note = newNote(work);
  return act(work, ["finish", work.disposition, note], () => routes.wrapUp(work.reservation, work.disposition, note));
}

/** What is noted is safe before wrap-up ends, also if its time runs out. */
export async function noteSoFar(work: Work): Promise<void> {
  const note = newNote(work);
  if (work.disposition === "" && note === "") return;
  const done = await act(work, ["note", work.disposition, note], () => routes.note(work.reservation, work.disposition, note));
  if (done && note) revise(work.reservation, (mine) => ({ ...mine, noted: note }));
}

const newNote = (work: Work): string => (work.note.trim() === work.noted ? "" : work.note.trim());

/** Whom one can transfer to changes by the minute. */
export const lookAround = loadDesk;

export function write(work: Work, words: Partial<Pick<Work, "draft" | "note" | "disposition">>): void {
  revise(work.reservation, (mine) => ({ ...mine, ...words }));
}

function revise(reservation: string, how: (work: Work) => Work): void {
  useDesk.setState((state) => {
    const mine = state.work[reservation];
    return mine ? { work: { ...state.work, [reservation]: how(mine) } } : state;
  });
}
