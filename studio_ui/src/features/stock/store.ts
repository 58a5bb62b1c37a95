/** The prompts, schedules or tables of one environment while they are edited: saved one by one, undone one by one. */

import { create } from "zustand";
import { ApiError, isAway, sentence } from "../../api/client";
import { stock, type Kind, type Part } from "../../api/stock";
import type { Finding } from "../../api/types";
import { keptStrings } from "../../app/kept_strings";
import { stockStrings } from "../../app/stock_strings";
import { sameJson, type Json } from "../../document/json";
import { announce } from "../../ui";
import type { Left, Piece } from "../kept";
import { may } from "../session";

export type Standing = "saved" | "dirty" | "saving" | "conflict" | "failed";

export interface Entry {
  /** undefined: taken away. */
  value: Json | undefined;
  /** As the server has it; "" with `hash` "" when it has none. */
  stored: Json | undefined;
  hash: string;
  used: number;
  rows: number;
  findings: readonly Finding[];
  standing: Standing;
  problem: string;
  /** What somebody else wrote meanwhile. */
  theirs?: Part | undefined;
  /** Whether `value` is all of it: a table in a list comes without its rows. */
  whole: boolean;
}

interface Step {
  name: string;
  before: Json | undefined;
  after: Json | undefined;
  label: string;
  together: string;
  at: number;
}

interface Stock {
  environment: string;
  kind: Kind;
  standing: "loading" | "there" | "failed";
  problem: string;
  languages: readonly string[];
  zone: string;
  parts: Readonly<Record<string, Entry>>;
  past: readonly Step[];
  future: readonly Step[];
}

const NOTHING: Stock = {
  environment: "",
  kind: "prompts",
  standing: "loading",
  problem: "",
  languages: [],
  zone: "",
  parts: {},
  past: [],
  future: [],
};
export const useStock = create<Stock>(() => NOTHING);

const SAVE_MS = 700;
const RETRY_MS = 3000;
const TOGETHER_MS = 900;
const MOST = 200;
const timers = new Map<string, number>();
const saving = new Map<string, Promise<void>>();

const entryOf = (part: Part, whole: boolean): Entry => ({
  value: part.value,
  stored: part.value,
  hash: part.hash,
  used: part.used,
  rows: part.rows,
  findings: part.findings,
  standing: "saved",
  problem: "",
  whole,
});

/** Show one kind of one environment; what is not saved yet of it stays as it is. */
export async function openStock(environment: string, kind: Kind): Promise<void> {
  const { environment: before, kind: shown } = useStock.getState();
  if (before !== environment || shown !== kind) {
    await saveAll();
    const left = useStock.getState();
    if (hasUnsaved(left)) aside.set(placeOf(left.environment, left.kind), left);
    useStock.setState(aside.get(placeOf(environment, kind)) ?? { ...NOTHING, environment, kind });
    aside.delete(placeOf(environment, kind));
    for (const [name, entry] of Object.entries(useStock.getState().parts)) if (entry.standing !== "saved") later(name, SAVE_MS);
  }
  await refresh();
}

/** What could not be saved when its page was left: it waits there, and is saved when one comes back. */
const aside = new Map<string, Stock>();
const placeOf = (environment: string, kind: Kind): string => `${environment}/${kind}`;
const hasUnsaved = (stock: Stock): boolean => Object.values(stock.parts).some((entry) => entry.standing !== "saved");

/** Look again: what is as it was saved becomes what the server has now. */
export async function refresh(): Promise<void> {
  const { environment, kind, parts: before } = useStock.getState();
  try {
    const found = await stock.all(environment, kind);
    const now = useStock.getState();
    if (now.environment !== environment || now.kind !== kind) return;
    const isNewer = (name: string, entry: Entry) => entry.standing !== "saved" || entry.hash !== before[name]?.hash;
    const busy = Object.entries(now.parts).filter(([name, entry]) => isNewer(name, entry)); // also what was saved since this was asked
    const read = Object.entries(found.parts).map(([name, part]): [string, Entry] => {
      const known = now.parts[name];
      const kept = known?.whole && known.hash === part.hash;
      const entry = entryOf(part, kind !== "tables");
      return [name, kept ? { ...entry, value: known.value, stored: known.stored, whole: true } : entry];
    });
    const parts = Object.fromEntries([...read, ...busy]);
    useStock.setState({ parts, languages: found.languages, zone: found.time_zone, standing: "there", problem: "" });
  } catch (fault) {
    useStock.setState((state) => ({ problem: sentence(fault), standing: state.standing === "there" ? "there" : "failed" }));
  }
}

/** Read one whole: a table with its rows. */
export async function readWhole(name: string): Promise<void> {
  const { environment, kind, parts } = useStock.getState();
  if (!parts[name] || parts[name].whole) return;
  try {
    const part = await stock.get(environment, kind, name);
    if (useStock.getState().parts[name]?.standing === "saved") change(name, entryOf(part, true));
  } catch (fault) {
    change(name, { problem: sentence(fault) });
  }
}

export function change(name: string, part: Partial<Entry>): void {
  useStock.setState((state) => {
    const entry = state.parts[name];
    return entry ? { parts: { ...state.parts, [name]: { ...entry, ...part } } } : state;
  });
}

/** One gesture: `label` is its name in undo; the same `together` at once after another is one. undefined: take it away. */
export function edit(name: string, value: Json | undefined, label: string, together = ""): void {
  const { environment, parts, past } = useStock.getState();
  if (!may("edit", environment)) return;
  const before = parts[name]?.value;
  const last = past.at(-1);
  const at = Date.now();
  const joined = last && together !== "" && last.together === together && last.name === name && at - last.at < TOGETHER_MS;
  const step: Step = { name, before: joined ? last.before : before, after: value, label, together, at };
  useStock.setState({ past: [...(joined ? past.slice(0, -1) : past.slice(1 - MOST)), step], future: [] });
  set(name, value);
}

export function undo(): void {
  const last = useStock.getState().past.at(-1);
  if (!last) return;
  useStock.setState((state) => ({ past: state.past.slice(0, -1), future: [{ ...last, together: "" }, ...state.future] }));
  set(last.name, last.before);
  announce(stockStrings.undone(last.label));
}

export function redo(): void {
  const next = useStock.getState().future[0];
  if (!next) return;
  useStock.setState((state) => ({ past: [...state.past, next], future: state.future.slice(1) }));
  set(next.name, next.after);
  announce(stockStrings.doneAgain(next.label));
}

const FRESH: Entry = {
  value: undefined,
  stored: undefined,
  hash: "",
  used: 0,
  rows: 0,
  findings: [],
  standing: "dirty",
  problem: "",
  whole: true,
};

function set(name: string, value: Json | undefined): void {
  useStock.setState((state) => {
    const known = state.parts[name] ?? FRESH;
    const same = value === known.stored && !saving.has(name); // what is on its way is what the server has soon
    const standing = known.standing === "conflict" ? "conflict" : same ? "saved" : "dirty";
    return { parts: { ...state.parts, [name]: { ...known, value, standing, problem: "" } } };
  });
  later(name, SAVE_MS);
}

function later(name: string, ms: number): void {
  clearTimeout(timers.get(name));
  timers.set(
    name,
    window.setTimeout(() => void save(name), ms),
  );
}

/** Write one if there is something to write; two writes of one follow each other. */
export async function save(name: string): Promise<void> {
  while (saving.has(name)) await saving.get(name);
  const running = store(name).finally(() => saving.delete(name));
  saving.set(name, running);
  await running;
}

export async function saveAll(): Promise<void> {
  await Promise.all(Object.keys(useStock.getState().parts).map(save));
}

async function store(name: string): Promise<void> {
  const { environment, kind, parts } = useStock.getState();
  const entry = parts[name];
  if (!entry || entry.standing === "saved" || entry.standing === "conflict") return;
  clearTimeout(timers.get(name));
  const { value, hash } = entry;
  change(name, { standing: "saving" });
  try {
    if (value === undefined) {
      if (hash !== "") await stock.remove(environment, kind, name, hash);
      stored(name, value, { value: undefined, stored: undefined, hash: "", used: 0, findings: [] });
    } else {
      const part = await stock.put(environment, kind, name, value, hash);
      stored(name, value, { stored: value, hash: part.hash, used: part.used, findings: part.findings });
    }
  } catch (fault) {
    await refused(environment, kind, name, fault);
  }
}

function stored(name: string, written: Json | undefined, part: Partial<Entry>): void {
  const now = useStock.getState().parts[name];
  if (!now) return;
  const value = now.value === written ? written : now.value;
  change(name, { ...part, value, standing: now.value === written ? "saved" : "dirty", problem: "" });
  if (now.value !== written) later(name, SAVE_MS);
}

async function refused(environment: string, kind: Kind, name: string, fault: unknown): Promise<void> {
  const api = fault instanceof ApiError ? fault : undefined;
  if (api?.status === 412 || api?.code === "name_taken") {
    const theirs = await stock.get(environment, kind, name).catch(() => undefined);
    return change(name, { standing: "conflict", problem: sentence(fault), theirs });
  }
  const first = api?.findings[0];
  change(name, { standing: "failed", problem: first ? `${first.message} ${first.hint ?? ""}` : sentence(fault) });
  if (isAway(fault)) later(name, RETRY_MS);
}

/** After a conflict: what the other wrote stands, or ours is written over it. */
export function settle(name: string, whose: "theirs" | "mine"): void {
  const entry = useStock.getState().parts[name];
  if (!entry) return;
  const { theirs } = entry;
  if (whose === "theirs" && theirs) change(name, { ...entryOf(theirs, true), theirs: undefined });
  else if (whose === "theirs") change(name, { value: undefined, stored: undefined, hash: "", standing: "saved", theirs: undefined });
  else {
    change(name, { hash: theirs?.hash ?? "", standing: "dirty", theirs: undefined });
    void save(name);
  }
}

/**
 * The server changes a part by another way than a save, in line with its saves; `ask` gets the hash of what is changed.
 * What is typed until it answers stays, with `kept` of the answer put to it. Throws what the server refuses.
 */
export async function changeBy(name: string, ask: (hash: string) => Promise<Part>, kept: (mine: Json, part: Json) => Json): Promise<void> {
  await save(name);
  while (saving.has(name)) await saving.get(name);
  const { value: before, hash = "" } = useStock.getState().parts[name] ?? {};
  const running = ask(hash).then((part) => arrived(name, part, before, kept));
  const line = running.catch(() => undefined).then(() => void saving.delete(name));
  saving.set(name, line);
  await running;
}

function arrived(name: string, part: Part, before: Json | undefined, kept: (mine: Json, part: Json) => Json): void {
  const mine = useStock.getState().parts[name]?.value;
  change(name, entryOf(part, true));
  if (mine === undefined || mine === before) return;
  change(name, { value: kept(mine, part.value), standing: "dirty" });
  later(name, SAVE_MS);
}

/** Where the browser keeps what is not saved of this page. */
export const keptPlace = (environment: string, kind: Kind): string => `stock/${environment}/${kind}`;

/** What the server has not got of this page. A table that was not read whole was not written. */
export function unsavedPieces(environment: string, kind: Kind): ReadonlyMap<string, Piece> {
  const state = useStock.getState();
  const here = state.environment === environment && state.kind === kind;
  const parts = here ? state.parts : (aside.get(placeOf(environment, kind))?.parts ?? {});
  const open = Object.entries(parts).filter(([, entry]) => entry.standing !== "saved" && entry.whole);
  return new Map(open.map(([name, entry]) => [name, { base: entry.hash, mine: entry.value ?? null }]));
}

/** Of an earlier page, as what is written now; if somebody changed it since, both are shown as after any conflict. */
export function bringBack({ name, base, mine }: Left): boolean {
  const known = useStock.getState().parts[name];
  const value = mine === null ? undefined : mine;
  if (known && known.standing !== "saved") return true; // what is being written here is newer
  if (known?.whole && sameJson(known.stored ?? null, mine)) return true; // it was saved in the last moment
  edit(name, value, keptStrings.label);
  change(name, { hash: base, whole: true, standing: "dirty" });
  return true;
}

export const unsaved = (): boolean => aside.size > 0 || hasUnsaved(useStock.getState());

/** How all of it stands, the worst first. */
export function standingOf(parts: Readonly<Record<string, Entry>>): Standing {
  const found = new Set(Object.values(parts).map((entry) => entry.standing));
  const worst: Standing[] = ["conflict", "failed", "saving", "dirty"];
  return worst.find((standing) => found.has(standing)) ?? "saved";
}
