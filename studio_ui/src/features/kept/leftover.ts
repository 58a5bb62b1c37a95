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

/** By place: what an earlier page, which is gone, has left. */
export const useLeft = create<{ left: Record<string, readonly Left[]> }>(() => ({ left: {} }));

const SOON_MS = 300;
const found = new Map<string, Kept[]>();

const within = (place: string): string => {
  const { session } = useSession.getState();
  return `${session?.tenant ?? ""}/${session?.user ?? ""}/${place}/`;
};

/** From now on, until the answer is called. Offers first what was left. */
export function keepPieces({ place, now, subscribe }: Source): () => void {
  hold();
  const known = new Map<string, string>();
  let timer = 0;
  const write = async () => {
    timer = 0;
    const pieces = now();
    for (const [name, piece] of pieces) {
      const text = writeJson(piece.mine);
      if (known.get(name) === piece.base + text) continue;
      known.set(name, piece.base + text);
      const of = within(place) + name;
      await put({ id: `${of}/${page}`, of, page, base: piece.base, at: Date.now(), mine: text, began: "" });
    }
    for (const name of [...known.keys()].filter((each) => !pieces.has(each))) {
      known.delete(name);
      await drop(`${within(place)}${name}/${page}`);
    }
  };
  const leave = () => void write().catch(() => undefined); // a private window keeps nothing
  const soon = () => {
    const pieces = now();
    if ([...known.keys()].some((name) => !pieces.has(name))) leave(); // it is saved: who goes away now is not offered it again
    timer ||= window.setTimeout(leave, SOON_MS);
  };
  window.addEventListener("pagehide", leave);
  const forget = subscribe(soon);
  void offer(place);
  soon();
  return () => {
    forget();
    leave();
    window.removeEventListener("pagehide", leave);
  };
}

async function offer(place: string): Promise<void> {
  try {
    const [kept, alive] = [await keptWithin(within(place), Date.now()), await openPages()];
    whenGone(kept, alive, () => void offer(place));
    const left = kept.filter((one) => !alive.has(one.page) && one.page !== page);
    found.set(place, left);
    if (left.length > 0) announce(words.found(new Date(left[0]?.at ?? 0)));
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
  useLeft.setState((state) => ({ left: { ...state.left, [place]: [] } }));
  for (const one of found.get(place) ?? []) void drop(one.id).catch(() => undefined);
  found.delete(place);
}
