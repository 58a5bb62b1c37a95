/** Every change of a flow is one of these actions; `apply` is the only code that changes a document. */

import { produce } from "immer";
import type { Doc, Flow, FlowNode, Layout, Palette, Place } from "./flow";
import { isObject, type Json, type JsonObject } from "./json";
import { outcomesOf } from "./outcome";

export type Path = readonly (string | number)[];

export type Action =
  | { do: "add"; id: string; node: FlowNode; at: Place; from?: { node: string; outcome: string } }
  | { do: "remove"; nodes: readonly string[]; wires?: readonly { node: string; outcome: string }[] }
  | { do: "wire"; node: string; outcome: string; to: string }
  | { do: "unwire"; node: string; outcome: string }
  | { do: "configure"; node: string; path: Path; value: Json | undefined }
  | { do: "move"; places: Readonly<Record<string, Place>> }
  | { do: "start"; node: string }
  | { do: "become"; flow: Flow; layout?: Layout }
  | { do: "settle"; path: readonly [FlowField, ...string[]]; value: Json | undefined };

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
      layout.nodes[action.id] = action.at;
      if (action.from) wire(draft, action.from.node, action.from.outcome, action.id);
      return;
    case "remove":
      for (const id of action.nodes) remove(draft, id);
      for (const end of action.wires ?? []) unwire(draft, end.node, end.outcome);
      return;
    case "wire":
      return wire(draft, action.node, action.outcome, action.to);
    case "unwire":
      return unwire(draft, action.node, action.outcome);
    case "configure":
      return configure(draft, action.node, action.path, action.value, palette);
    case "move":
      for (const [id, at] of Object.entries(action.places)) {
        if (id in flow.nodes) layout.nodes[id] = { x: Math.round(at.x), y: Math.round(at.y) };
      }
      return;
    case "start":
      flow.start = action.node;
      return;
    case "become":
      return become(draft, action.flow, action.layout);
    case "settle":
      draft.flow = put(flow as unknown as Json, action.path, action.value) as unknown as Doc["flow"];
      if (draft.flow.on && Object.keys(draft.flow.on).length === 0) delete draft.flow.on;
      if (draft.flow.keys && Object.keys(draft.flow.keys).length === 0) delete draft.flow.keys;
  }
}

/** Another document in its place, such as that of a release; cards that stay lie where they lay. */
function become(draft: Doc, flow: Flow, layout: Layout | undefined): void {
  const places = { ...draft.layout.nodes, ...layout?.nodes };
  const kept = Object.entries(places).filter(([id]) => id in flow.nodes);
  draft.flow = flow;
  draft.layout = { ...draft.layout, ...layout, nodes: Object.fromEntries(kept) };
}

function wire(draft: Doc, node: string, outcome: string, to: string): void {
  (draft.flow.wires[node] ??= {})[outcome] = to;
}

function unwire(draft: Doc, node: string, outcome: string): void {
  const wires = draft.flow.wires[node];
  if (!wires) return;
  delete wires[outcome];
  if (Object.keys(wires).length === 0) delete draft.flow.wires[node];
}

function remove(draft: Doc, id: string): void {
  const { flow, layout } = draft;
  delete flow.nodes[id];
  delete layout.nodes[id];
  delete flow.wires[id];
  for (const [node, wires] of Object.entries(flow.wires)) {
    for (const [outcome, to] of Object.entries(wires)) if (to === id) unwire(draft, node, outcome);
  }
  for (const [key, to] of Object.entries(flow.keys ?? {})) if (to === id) delete flow.keys?.[key];
  if (flow.on?.error === id) delete flow.on.error;
  if (flow.on?.hangup === id) delete flow.on.hangup;
}

/** Sets one field. When that renames one way out (a menu's key), its wire goes along; a vanished way loses its wire. */
function configure(draft: Doc, id: string, path: Path, value: Json | undefined, palette: Palette): void {
  const node = draft.flow.nodes[id];
  const type = node && palette[node.type];
  if (!node) return;
  const before = type ? outcomesOf(type.outcomes, node).map((leaving) => leaving.name) : [];
  draft.flow.nodes[id] = put(node, path, value) as FlowNode;
  if (!type) return;
  const after = outcomesOf(type.outcomes, draft.flow.nodes[id]).map((leaving) => leaving.name);
  const gone = before.filter((name) => !after.includes(name));
  const come = after.filter((name) => !before.includes(name));
  const wires = draft.flow.wires[id];
  const [renamed, name] = [gone[0], come[0]];
  if (wires && gone.length === 1 && come.length === 1 && renamed !== undefined && name !== undefined) {
    const to = wires[renamed];
    if (to !== undefined) wires[name] = to;
  }
  for (const outcome of gone) unwire(draft, id, outcome);
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
