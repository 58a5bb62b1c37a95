/** The flows that are open, their history, and what is being said about them (saved, findings). */

import { create } from "zustand";
import { ApiError, isAway, sentence } from "../../api/client";
import { flows } from "../../api/studio";
import type { Finding } from "../../api/types";
import { apply, type Action } from "../../document/action";
import type { Doc, Flow } from "../../document/flow";
import { begin, record, redo, undo, type History } from "../../document/history";
import type { JsonObject } from "../../document/json";
import { layered } from "../../document/layered";
import { docOf } from "../../document/select";
import { strings } from "../../app/strings";
import { announce } from "../../ui";
import { may, useMay, useSession } from "../session";

export type SaveStanding = "saved" | "dirty" | "saving" | "conflict" | "failed";

export interface OpenFlow {
  environment: string;
  name: string;
  history: History;
  /** The document as the server has it. */
  stored: Doc;
  hash: string;
  liveRelease: number | null;
  /** What the flow may name, by name. */
  prompts: JsonObject;
  standing: SaveStanding;
  problem: string;
  findings: Finding[];
  /** The flow that the findings are of: another one than the present is looked at at once (checking.ts). */
  checked?: Flow | undefined;
  /** The release that is looked at and cannot be changed; the draft has none. */
  release?: number;
}

export interface Pick {
  node: string;
  outcome?: string;
}

interface Editing {
  open: Record<string, OpenFlow>;
  current: string;
  loading: string;
  problem: string;
  /** The flow that could not be read, as `environment/name`; "" if the last one was. */
  failed: string;
  pick: Pick | null;
  /** Whether the form beside the canvas is open: of the picked step, else of the flow. */
  panel: boolean;
}

export const useEditing = create<Editing>(() => ({
  open: {},
  current: "",
  loading: "",
  problem: "",
  failed: "",
  pick: null,
  panel: false,
}));

const SAVE_MS = 1500;
const timers = new Map<string, number>();
const saving = new Map<string, Promise<boolean>>();

export const keyOf = (environment: string, flow: string): string => `${environment}/${flow}`;

export function currentFlow(state: Editing = useEditing.getState()): OpenFlow | undefined {
  return state.open[state.current];
}

/** One value of the open document; the screen is drawn again only when that value changes. */
export function useDoc<T>(select: (doc: Doc) => T, fallback: T): T {
  return useEditing((state) => {
    const open = state.open[state.current];
    return open ? select(open.history.doc) : fallback;
  });
}

export function useOpen<T>(select: (open: OpenFlow) => T, fallback: T): T {
  return useEditing((state) => {
    const open = state.open[state.current];
    return open ? select(open) : fallback;
  });
}

/** Whether the person may change the flow that is open. */
export function useMayEdit(): boolean {
  const environment = useEditing((state) => state.open[state.current]?.environment ?? "");
  const release = useOpen((open) => open.release, undefined);
  return useMay("edit", environment) && release === undefined && environment !== "";
}

/** Why it may not be changed, for the hint of a control that is off; "" if it may. */
export function useWhyNot(): string {
  const mayEdit = useMayEdit();
  const none = useEditing((state) => state.current === "");
  const release = useOpen((open) => open.release, undefined);
  if (mayEdit || none) return "";
  return release === undefined ? strings.header.notYours : strings.header.isRelease(release);
}

export async function openFlow(environment: string, name: string): Promise<void> {
  const key = keyOf(environment, name);
  const known = useEditing.getState().open[key];
  if (known && known.standing !== "saved") return useEditing.setState(({ current, pick: picked }) => ({ current: key, pick: current === key ? picked : null, loading: "" }));
  useEditing.setState({ loading: key, problem: "", failed: "" });
  try {
    const draft = await flows.get(environment, name);
    const { loading, current, pick: picked, open } = useEditing.getState();
    if (loading !== key) return;
    const now = open[key];
    const isNewer = now && now.hash !== "" && (now.standing !== "saved" || now.stored !== known?.stored);
    if (now && (isNewer || now.hash === draft.hash)) {
      change(key, { prompts: draft.prompts });
      // It may be on the screen already: what was picked or typed there while it was read stays.
      useEditing.setState({ current: key, loading: "", pick: current === key ? picked : null });
      return;
    }
    const doc = placed(docOf(draft.flow, draft.layout));
    const flow: OpenFlow = {
      environment,
      name,
      history: begin(doc),
      stored: doc,
      hash: draft.hash,
      liveRelease: draft.live_release,
      prompts: draft.prompts,
      standing: "saved",
      problem: "",
      findings: [],
    };
    useEditing.setState((state) => ({ open: { ...state.open, [key]: flow }, current: key, loading: "", pick: null }));
  } catch (fault) {
    if (useEditing.getState().loading === key) useEditing.setState({ loading: "", problem: sentence(fault), failed: key });
  }
}

/** Ask again for the flow that could not be read. */
export function openAgain(): void {
  const [environment = "", flow = ""] = useEditing.getState().failed.split("/");
  if (flow) void openFlow(environment, flow);
}

/** Cards without a place get one; places that the author chose stay. */
export function placed(doc: Doc): Doc {
  const missing = Object.keys(doc.flow.nodes).filter((id) => !(id in doc.layout.nodes));
  if (missing.length === 0) return doc;
  const proposed = layered(doc.flow, useSession.getState().palette);
  return { flow: doc.flow, layout: { ...doc.layout, nodes: { ...proposed, ...doc.layout.nodes } } };
}

export function change(key: string, part: Partial<OpenFlow>): void {
  useEditing.setState((state) => {
    const open = state.open[key];
    return open ? { open: { ...state.open, [key]: { ...open, ...part } } } : state;
  });
}

/** One gesture: `label` is its name in undo; gestures with the same `together` that follow at once are one. */
export function act(action: Action, label: string, together = ""): void {
  const { current } = useEditing.getState();
  const open = currentFlow();
  if (!open || open.release !== undefined || !may("edit", open.environment)) return;
  const doc = apply(open.history.doc, action, useSession.getState().palette);
  revise(current, record(open.history, doc, label, together, Date.now()));
}

export function stepBack(): void {
  const open = currentFlow();
  const last = open?.history.past.at(-1);
  if (!open || !last) return;
  revise(keyOf(open.environment, open.name), undo(open.history));
  announce(strings.did.undone(last.label));
}

export function stepForward(): void {
  const open = currentFlow();
  const next = open?.history.future[0];
  if (!open || !next) return;
  revise(keyOf(open.environment, open.name), redo(open.history));
  announce(strings.did.again(next.label));
}

function revise(key: string, history: History): void {
  const open = useEditing.getState().open[key];
  if (!open || open.history === history) return;
  const same = history.doc === open.stored && !saving.has(key); // what is on its way is what the server has soon
  const standing = open.standing === "conflict" ? "conflict" : same ? "saved" : "dirty";
  change(key, { history, standing });
  later(`save ${key}`, SAVE_MS, () => void save(key));
}

function later(name: string, ms: number, run: () => void): void {
  clearTimeout(timers.get(name));
  timers.set(name, window.setTimeout(run, ms));
}

/** Saves if there is something to save. Resolves to whether the server now has what the screen shows. */
export async function save(key = useEditing.getState().current): Promise<boolean> {
  const before = saving.get(key);
  if (before) {
    await before;
    return save(key); // what was changed meanwhile
  }
  const running = store(key).finally(() => saving.delete(key));
  saving.set(key, running);
  return running;
}

async function store(key: string): Promise<boolean> {
  const open = useEditing.getState().open[key];
  if (!open || open.standing === "saved") return true;
  if (open.standing === "conflict") return false;
  clearTimeout(timers.get(`save ${key}`));
  const { doc } = open.history;
  change(key, { standing: "saving", problem: "" });
  try {
    const { flow, layout } = doc as unknown as { flow: JsonObject; layout: JsonObject };
    const { hash } = await flows.put(open.environment, open.name, { flow, layout }, open.hash);
    const now = useEditing.getState().open[key];
    change(key, { hash, stored: doc, standing: now?.history.doc === doc ? "saved" : "dirty" });
    return true;
  } catch (fault) {
    const conflict = fault instanceof ApiError && (fault.status === 412 || fault.status === 409);
    const findings = fault instanceof ApiError && fault.findings.length > 0 ? { findings: fault.findings } : {};
    change(key, { standing: conflict ? "conflict" : "failed", problem: sentence(fault), ...findings });
    if (isAway(fault)) later(`save ${key}`, 3000, () => void save(key));
    return false;
  }
}

interface LastSave {
  author: string;
  at_ms: number;
}

const saves = new Map<string, LastSave>();

/** Who wrote a draft last, as far as this page was told. */
export const lastSave = (key: string): LastSave | undefined => saves.get(key);

/**
 * Somebody wrote this draft: another page, a push, or an editor on the served folder. An open flow that is as it was
 * saved shows it; one with changes of its own meets it when it is saved. The same draft again: look for its problems.
 */
export async function changedElsewhere(key: string, by?: LastSave): Promise<void> {
  if (by) saves.set(key, by);
  const isCalm = (open: OpenFlow | undefined): open is OpenFlow => open?.standing === "saved" && !saving.has(key);
  const open = useEditing.getState().open[key];
  if (!isCalm(open)) return;
  try {
    const draft = await flows.get(open.environment, open.name);
    const now = useEditing.getState().open[key];
    if (!isCalm(now) || now.stored !== open.stored) return; // what was saved since is newer than this answer
    if (now.hash !== draft.hash) {
      const doc = placed(docOf(draft.flow, draft.layout));
      change(key, { history: begin(doc), stored: doc, hash: draft.hash, prompts: draft.prompts });
    }
    change(key, { checked: undefined });
  } catch {
    return; // it is gone: the list says so, and a save would be refused
  }
}

/** After a conflict: take the server's draft and lose ours. */
export async function takeTheirs(key: string): Promise<void> {
  const open = useEditing.getState().open[key];
  if (!open) return;
  change(key, { standing: "saved", hash: "" });
  await openFlow(open.environment, open.name);
}

/** After a conflict: ours becomes a flow of its own, theirs stays. Resolves to the copy's name. */
export async function keepMineAsCopy(key: string, name: string): Promise<void> {
  const open = useEditing.getState().open[key];
  if (!open) return;
  await flows.create(open.environment, name, open.history.doc.flow as unknown as JsonObject);
  change(key, { standing: "saved", hash: "" });
  await openFlow(open.environment, name);
}

/** A picked step opens its form; with nothing picked an open form is that of the flow. */
export function pick(chosen: Pick | null): void {
  useEditing.setState((state) => ({ pick: chosen, panel: state.panel || chosen !== null }));
}

export function showFlowForm(): void {
  useEditing.setState({ pick: null, panel: true });
}

export function closeForm(): void {
  useEditing.setState({ pick: null, panel: false });
}

export function unsaved(): boolean {
  return Object.values(useEditing.getState().open).some((open) => open.standing !== "saved");
}
