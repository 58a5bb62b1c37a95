/** Every change of a flow is one of these actions; `apply` is the only code that changes a document. */

import { produce } from "immer";
import type { Doc, Flow, FlowNode, Frame, Layout, Note, Palette, Place } from "./flow";
import { mend } from "./heal";
import { isObject, type Json, type JsonObject } from "./json";
import { outcomesOf } from "./outcome";
import { join, type Part } from "./part";
import { unwire, wire } from "./wires";

export type Path = readonly (string | number)[];

/** Where a wire begins: the way out of a node. */
export interface End {
  node: string;
  outcome: string;
}

export type Action =
  | { do: "add"; id: string; node: FlowNode; at: Place; from?: End }
  | { do: "remove"; nodes: readonly string[]; wires?: readonly End[]; notes?: readonly string[]; frames?: readonly string[]; heal?: boolean }
  | { do: "wire"; node: string; outcome: string; to: string }
  | { do: "unwire"; node: string; outcome: string }
  /** Puts a node on a wire: the wire leads to it, and it goes on by `leaving` ("" for nowhere) to where the wire led. */
  | { do: "splice"; node: string; on: End; leaving: string }
  | { do: "configure"; node: string; path: Path; value: Json | undefined }
  | { do: "move"; places: Readonly<Record<string, Place>>; notes?: Readonly<Record<string, Place>>; frames?: Readonly<Record<string, Place>> }
  | { do: "start"; node: string }
  | { do: "settle"; path: readonly [FlowField, ...string[]]; value: Json | undefined }
  | { do: "note"; note: Note }
  | { do: "frame"; frame: Frame }
  /** Adds steps, wires, notes and frames whose ids are free (`fitted` makes them so). */
  | { do: "paste"; part: Part }
  /** Another document in place of this one: an import, a restored release, a merged draft. */
  | { do: "become"; flow: Flow; layout?: Layout }
  /** What a fix of a finding says. */
  | { do: "fix"; edits: readonly Edit[] }
  /** Several actions as one gesture. */
  | { do: "all"; actions: readonly Action[] };

/** One change as the server's fixes have it; without a value, what stands there is taken away. */
export interface Edit {
  path: Path;
  value?: Json;
}

/** What belongs to the flow as a whole. */
export type FlowField = "title" | "kind" | "variables" | "keys" | "on" | "inputs" | "outputs" | "exits";

export function apply(doc: Doc, action: Action, palette: Palette): Doc {
  return produce(doc, (draft) => change(draft as Doc, action, palette));
}

function change(draft: Doc, action: Action, palette: Palette): void {
  const { flow, layout } = draft;
  switch (action.do) {
    case "add":
      flow.nodes[action.id] = action.node;
      layout.nodes[action.id] = rounded(action.at);
      if (action.from) wire(flow, action.from.node, action.from.outcome, action.id);
      return;
    case "remove":
      return removeAll(draft, action);
    case "wire":
      return wire(flow, action.node, action.outcome, action.to);
    case "unwire":
      return unwire(flow, action.node, action.outcome);
    case "splice":
      return splice(flow, action.node, action.on, action.leaving);
    case "configure":
      return configure(flow, action.node, action.path, action.value, palette);
    case "move":
      return move(draft, action);
    case "start":
      flow.start = action.node;
      return;
    case "settle":
      return settle(draft, action.path, action.value);
    case "note":
      layout.notes = placed(layout.notes, action.note);
      return;
    case "frame":
      layout.frames = placed(layout.frames, action.frame);
      return;
    case "paste":
      return join(draft, action.part);
    case "become":
      return become(draft, action.flow, action.layout);
    case "fix":
      return fix(draft, action.edits);
    case "all":
      for (const each of action.actions) change(draft, each, palette);
  }
}

/** Another document in its place, such as that of a release; cards that stay lie where they lay. */
function become(draft: Doc, flow: Flow, layout: Layout | undefined): void {
  const places = { ...draft.layout.nodes, ...layout?.nodes };
  const kept = Object.entries(places).filter(([id]) => id in flow.nodes);
  draft.flow = flow;
  draft.layout = { ...draft.layout, ...layout, nodes: Object.fromEntries(kept) };
}

type Removal = Extract<Action, { do: "remove" }>;

function removeAll(draft: Doc, action: Removal): void {
  if (action.heal) mend(draft.flow, action.nodes);
  for (const id of action.nodes) remove(draft, id);
  for (const end of action.wires ?? []) unwire(draft.flow, end.node, end.outcome);
  const { layout } = draft;
  if (action.notes?.length) layout.notes = layout.notes?.filter((note) => !action.notes?.includes(note.id)) ?? [];
  if (action.frames?.length) layout.frames = layout.frames?.filter((frame) => !action.frames?.includes(frame.id)) ?? [];
}

function splice(flow: Flow, node: string, on: End, leaving: string): void {
  const to = flow.wires[on.node]?.[on.outcome];
  wire(flow, on.node, on.outcome, node);
  if (leaving && to !== undefined && to !== node) wire(flow, node, leaving, to);
}

function move(draft: Doc, action: Extract<Action, { do: "move" }>): void {
  const { flow, layout } = draft;
  for (const [id, at] of Object.entries(action.places)) if (id in flow.nodes) layout.nodes[id] = rounded(at);
  for (const note of layout.notes ?? []) Object.assign(note, rounded(action.notes?.[note.id] ?? note));
  for (const frame of layout.frames ?? []) Object.assign(frame, rounded(action.frames?.[frame.id] ?? frame));
}

function rounded({ x, y }: Place): Place {
  return { x: Math.round(x), y: Math.round(y) };
}

/** The list with this item in the place of the one that has its id, else at the end. */
function placed<T extends { id: string }>(list: readonly T[] | undefined, item: T): T[] {
  const known = list ?? [];
  return known.some((each) => each.id === item.id) ? known.map((each) => (each.id === item.id ? item : each)) : [...known, item];
}

function settle(draft: Doc, path: readonly [FlowField, ...string[]], value: Json | undefined): void {
  draft.flow = put(draft.flow as unknown as Json, path, value) as unknown as Flow;
  if (draft.flow.on && Object.keys(draft.flow.on).length === 0) delete draft.flow.on;
  if (draft.flow.keys && Object.keys(draft.flow.keys).length === 0) delete draft.flow.keys;
}

function remove(draft: Doc, id: string): void {
  const { flow, layout } = draft;
  delete flow.nodes[id];
  delete layout.nodes[id];
  delete flow.wires[id];
  for (const [node, wires] of Object.entries(flow.wires)) {
    for (const [outcome, to] of Object.entries(wires)) if (to === id) unwire(flow, node, outcome);
  }
  for (const [key, to] of Object.entries(flow.keys ?? {})) if (to === id) delete flow.keys?.[key];
  if (flow.on?.error === id) delete flow.on.error;
  if (flow.on?.hangup === id) delete flow.on.hangup;
}

/** Sets one field. When that renames one way out (a menu's key), its wire goes along; a vanished way loses its wire. */
function configure(flow: Flow, id: string, path: Path, value: Json | undefined, palette: Palette): void {
  const node = flow.nodes[id];
  const type = node && palette[node.type];
  if (!node) return;
  const before = type ? outcomesOf(type.outcomes, node).map((leaving) => leaving.name) : [];
  flow.nodes[id] = put(node, path, value) as FlowNode;
  if (!type) return;
  const after = outcomesOf(type.outcomes, flow.nodes[id]).map((leaving) => leaving.name);
  const gone = before.filter((name) => !after.includes(name));
  const come = after.filter((name) => !before.includes(name));
  const wires = flow.wires[id];
  const [renamed, name] = [gone[0], come[0]];
  if (wires && gone.length === 1 && come.length === 1 && renamed !== undefined && name !== undefined) {
    const to = wires[renamed];
    if (to !== undefined) wires[name] = to;
  }
  for (const outcome of gone) unwire(flow, id, outcome);
}

/** A step beside the one that leads to it, so that it is seen at once. */
const BESIDE = { x: 300, y: 40 };

/** Does what a fix says, in its order; a new step gets a place, and what is left of a removed one goes. */
function fix(draft: Doc, edits: readonly Edit[]): void {
  for (const { path, value } of edits) draft.flow = put(draft.flow as unknown as Json, path, value) as unknown as Doc["flow"];
  const { flow, layout } = draft;
  for (const id of Object.keys(layout.nodes)) if (!(id in flow.nodes)) delete layout.nodes[id];
  for (const [id, wires] of Object.entries(flow.wires)) if (Object.keys(wires).length === 0) delete flow.wires[id];
  for (const part of ["on", "keys"] as const) if (flow[part] && Object.keys(flow[part]).length === 0) delete flow[part];
  for (const id of Object.keys(flow.nodes)) {
    if (id in layout.nodes) continue;
    const from = Object.entries(flow.wires).find(([node, wires]) => node in layout.nodes && Object.values(wires).includes(id))?.[0];
    const { x, y } = (from && layout.nodes[from]) || { x: 0, y: 0 };
    layout.nodes[id] = { x: x + BESIDE.x, y: y + BESIDE.y };
  }
}

/** A copy of `value` with `item` at `path`; undefined takes it away. */
export function put(value: Json | undefined, path: Path, item: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return item;
  if (typeof key === "number") {
    const list = Array.isArray(value) ? [...value] : [];
    const inner = put(list[key], rest, item);
    if (inner === undefined) list.splice(key, 1);
    else list[key] = inner;
    return list;
  }
  const object: JsonObject = isObject(value) ? { ...value } : {};
  const inner = put(object[key], rest, item);
  if (inner === undefined) delete object[key];
  else object[key] = inner;
  return object;
}

export function get(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((at, key) => {
    if (Array.isArray(at) && typeof key === "number") return at[key];
    return isObject(at) ? at[key] : undefined;
  }, value);
}
