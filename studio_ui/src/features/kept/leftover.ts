/** Pages whose writing is no flow: what of it the server has not got is kept by the browser too, piece by piece. */

import { create } from "zustand";
import { keptStrings as words } from "../../app/kept_strings";
import { parseJson, writeJson, type Json } from "../../document/json";
import { announce } from "../../ui";
import { useSession } from "../session";
import { hold, openPages, page, whenGone } from "./page";
import { drop, keptWithin, put, type Kept } from "./shelf";

/** One piece that is not saved: what it is based on, and what it should become. */
export interface Piece {
  base: string;
  mine: Json;
}

/** A page's pieces by name; `now` gives those that are not saved. */
export interface Source {
  place: string;
  now: () => ReadonlyMap<string, Piece>;
  subscribe: (changed: () => void) => () => void;
}

export interface Left extends Piece {
  name: string;
  at: number;
}

/** Makes one of an earlier page ordinary unsaved writing; false if that is not possible now. */
export type BringBack = (left: Left) => boolean | Promise<boolean>;

/** By place: what an earlier page, which is gone, has left. */
export const useLeft = create<{ left: Record<string, readonly Left[]> }>(() => ({ left: {} }));

const SOON_MS = 300;
const found = new Map<string, Kept[]>();
/** What was decided here, by id: a look that began before that does not offer it again. */
const settled = new Set<string>();
/** Writes at once what the place has now; by prefix. */
const keepers = new Map<string, () => void>();

const within = (place: string): string => {
  const { session } = useSession.getState();
  return `${session?.tenant ?? ""}/${session?.user ?? ""}/${place}/`;
};

/** From now on, also after the answer is called: what is saved behind a view that was left is forgotten too. Offers first what was left. */
export function keepPieces(source: Source): () => void {
  hold();
  const prefix = within(source.place);
  const write = keepers.get(prefix) ?? keeper(source, prefix);
  keepers.set(prefix, write);
  void offer(source.place);
  write();
  return write;
}

function keeper({ place, now, subscribe }: Source, prefix: string): () => void {
  const known = new Map<string, string>();
  let timer = 0;
  /** All is begun at once, for the page may end in this moment; the shelf keeps the order. */
  const write = () => {
    clearTimeout(timer);
    timer = 0;
    if (within(place) !== prefix) return; // somebody else has signed in
    const pieces = now();
    const begun: Promise<unknown>[] = [];
    for (const [name, piece] of pieces) {
      const text = writeJson(piece.mine);
      if (known.get(name) === piece.base + text) continue;
      known.set(name, piece.base + text);
      const of = prefix + name;
      begun.push(put({ id: `${of}/${page}`, of, page, base: piece.base, at: Date.now(), mine: text, began: "" }));
    }
    for (const name of [...known.keys()].filter((each) => !pieces.has(each))) {
      known.delete(name);
      begun.push(drop(`${prefix}${name}/${page}`));
    }
    void Promise.all(begun).catch(() => undefined); // a private window keeps nothing
  };
  subscribe(() => {
    const pieces = now();
    if ([...known.keys()].some((name) => !pieces.has(name))) write(); // it is saved: who goes away now is not offered it again
    else timer ||= window.setTimeout(write, SOON_MS);
  });
  window.addEventListener("pagehide", write);
  return write;
}

async function offer(place: string): Promise<void> {
  try {
    const [kept, alive] = [await keptWithin(within(place), Date.now()), await openPages()];
    whenGone(kept, alive, () => void offer(place));
    const left = kept.filter((one) => !alive.has(one.page) && one.page !== page && !settled.has(one.id));
    const before = found.get(place) ?? [];
    found.set(place, left);
    if (left.some((one) => before.every((known) => known.id !== one.id))) announce(words.found(new Date(left[0]?.at ?? 0)));
    useLeft.setState((state) => ({ left: { ...state.left, [place]: newest(left, within(place)) } }));
  } catch {
    return; // nothing is kept here
  }
}

/** Of two pages that wrote the same piece the later one counts. */
function newest(left: readonly Kept[], prefix: string): Left[] {
  const names = new Map<string, Left>();
  for (const { of, base, mine, at } of left) {
    const name = of.slice(prefix.length);
    if (!names.has(name)) names.set(name, { name, base, mine: parseJson(mine), at });
  }
  return [...names.values()];
}

/** It was taken over, or is not wanted: it is not offered again. */
export function settleLeft(place: string): void {
  for (const { id } of shut(place)) void drop(id).catch(() => undefined);
}

/** Taken over, one by one; kept as this page's own before what the earlier one kept is gone. */
export async function takeLeft(place: string, left: readonly Left[], bringBack: BringBack): Promise<void> {
  const rows = shut(place);
  const taken = await Promise.all(left.map(async (one) => [one.name, await bringBack(one)] as const));
  keepers.get(within(place))?.();
  const failed = new Set(taken.filter(([, done]) => !done).map(([name]) => within(place) + name));
  for (const { id, of } of rows) {
    if (failed.has(of)) settled.delete(id);
    else void drop(id).catch(() => undefined);
  }
  if (failed.size > 0) void offer(place);
}

function shut(place: string): Kept[] {
  const rows = found.get(place) ?? [];
  for (const { id } of rows) settled.add(id);
  found.delete(place);
  useLeft.setState((state) => ({ left: { ...state.left, [place]: [] } }));
  return rows;
}
