/** Nothing typed is lost: what is not saved is kept by the browser, and offered again when the flow is opened. */

import { create } from "zustand";
import { keptStrings as words } from "../../app/kept_strings";
import { parseJson, sameJson, writeJson, type Json, type JsonObject } from "../../document/json";
import type { Doc } from "../../document/flow";
import { begin, record } from "../../document/history";
import { docOf } from "../../document/select";
import { announce } from "../../ui";
import { act, change, save, useEditing, type OpenFlow } from "../editing";
import { useSession } from "../session";
import { useLive } from "../trace";
import { hold, openPages, page, whenGone } from "./page";
import { drop, keptOf, put, type Kept } from "./shelf";

/** By key of the open flow: what was kept of it and not decided yet. */
export const useKept = create<{ offers: Record<string, Kept> }>(() => ({ offers: {} }));

const SOON_MS = 300;
const written = new Map<string, string>();
const waiting = new Map<string, number>();

export function keep(): () => void {
  hold();
  const ends = [useEditing.subscribe(watch), useLive.subscribe(onFeed)];
  const leave = () => void Promise.all([...waiting.keys()].map(write));
  window.addEventListener("pagehide", leave);
  window.addEventListener("online", saveAll);
  watch(useEditing.getState(), { open: {}, current: "" });
  return () => {
    for (const end of ends) end();
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("online", saveAll);
  };
}

interface Watched {
  open: Record<string, OpenFlow>;
  current: string;
}

function watch(state: Watched, before: Watched): void {
  if (state.open === before.open && state.current === before.current) return;
  for (const [key, open] of Object.entries(state.open)) {
    const was = before.open[key];
    if (open === was || open.release !== undefined) continue;
    if (was?.standing !== open.standing && open.standing === "failed") announce(words.failed);
    if (open.history.doc === was?.history.doc && open.standing === was.standing) continue;
    clearTimeout(waiting.get(key));
    if (open.standing === "saved") forget(key);
    else waiting.set(key, window.setTimeout(() => void write(key), SOON_MS));
  }
  const { current } = state;
  if (state.open[current] && (current !== before.current || !before.open[current])) void offer(current);
}

const ofKey = (key: string): string => {
  const { session } = useSession.getState();
  return `${session?.tenant ?? ""}/${session?.user ?? ""}/${key}`;
};

const textOf = (doc: Doc): string => writeJson(doc as unknown as Json);

function docFrom(text: string): Doc {
  const { flow, layout } = parseJson(text) as { flow: JsonObject; layout: JsonObject };
  return docOf(flow, layout);
}

async function write(key: string): Promise<void> {
  clearTimeout(waiting.get(key));
  waiting.delete(key);
  const open = useEditing.getState().open[key];
  if (!open || open.standing === "saved") return;
  const of = ofKey(key);
  const id = `${of}/${open.hash}/${page}`;
  const before = written.get(key);
  written.set(key, id);
  try {
    await put({ id, of, page, base: open.hash, at: Date.now(), mine: textOf(open.history.doc), began: textOf(open.stored) });
    if (before !== undefined && before !== id) await drop(before);
  } catch {
    return; // a browser that keeps nothing, in a private window: the guard before leaving remains
  }
}

function forget(key: string): void {
  waiting.delete(key);
  const id = written.get(key);
  written.delete(key);
  if (id !== undefined) void drop(id).catch(() => undefined);
}

/** What an earlier page, which is gone, has left of this flow. */
async function offer(key: string): Promise<void> {
  try {
    const [kept, alive] = [await keptOf(ofKey(key), Date.now()), await openPages()];
    whenGone(kept, alive, () => void offer(key));
    const left = kept.filter((one) => !alive.has(one.page) && one.page !== page);
    const open = useEditing.getState().open[key];
    if (!open) return;
    for (const one of left) {
      if (!sameJson(docFrom(one.mine) as unknown as Json, open.stored as unknown as Json)) {
        useKept.setState((state) => ({ offers: { ...state.offers, [key]: one } }));
        return announce(words.found(new Date(one.at)));
      }
      await drop(one.id); // it was saved in the last moment
    }
  } catch {
    return; // nothing is kept here
  }
}

/** An ordinary undoable change; where the draft went on meanwhile, the conflict's own view. */
export function bringBack(key: string): void {
  const kept = useKept.getState().offers[key];
  const open = useEditing.getState().open[key];
  if (!kept || !open) return;
  const { flow, layout } = docFrom(kept.mine);
  if (kept.base === open.hash) act({ do: "become", flow, layout }, words.label);
  else {
    const began = docFrom(kept.began);
    const history = record(begin(began), { flow, layout }, words.label, "", Date.now());
    change(key, { hash: kept.base, stored: began, history, standing: "dirty" });
    void save(key);
  }
  letGo(key);
}

export function letGo(key: string): void {
  const kept = useKept.getState().offers[key];
  useKept.setState((state) => ({ offers: Object.fromEntries(Object.entries(state.offers).filter(([other]) => other !== key)) }));
  if (kept) void drop(kept.id).catch(() => undefined);
}

function onFeed(state: { standing: string }, before: { standing: string }): void {
  if (state.standing === "open" && before.standing === "lost") saveAll();
}

/** The server is there again: what waited is saved, flow by flow. */
function saveAll(): void {
  for (const [key, open] of Object.entries(useEditing.getState().open)) if (open.standing === "failed") void save(key);
}
