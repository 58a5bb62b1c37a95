/** Some steps of a flow on their own: what is copied, pasted, duplicated, and carried as text between flows and programs. */

import { freeId, type Doc, type Flow, type FlowNode, type Frame, type Layout, type Note, type Palette, type Place } from "./flow";
import { layered } from "./layered";
import { isObject, parseJson, writeJson, type Json, type JsonObject } from "./json";

export interface Part {
  nodes: Record<string, FlowNode>;
  wires: Record<string, Record<string, string>>;
  places: Record<string, Place>;
  notes: Note[];
  frames: Frame[];
  /** Variables that the steps mention. */
  variables: JsonObject;
}

/** What is picked: ids of steps, notes and frames. */
export interface Picked {
  nodes: readonly string[];
  notes: readonly string[];
  frames: readonly string[];
}

export type Unreadable = "not_json" | "no_steps" | "too_large" | "bad_step" | "unknown_type";
const ID = /^[a-z][a-z0-9_]{0,63}$/;
const MOST_CHARACTERS = 2 * 2 ** 20;
const MOST_STEPS = 5000;
const FORMAT = "dialogue_studio";

export const isEmpty = (part: Part): boolean => Object.keys(part.nodes).length + part.notes.length + part.frames.length === 0;

export function partOf({ flow, layout }: Doc, picked: Picked): Part {
  const ids = new Set(picked.nodes.filter((id) => id in flow.nodes));
  const nodes = Object.fromEntries([...ids].map((id) => [id, flow.nodes[id] as FlowNode]));
  const within = (wires: Record<string, string>) => Object.entries(wires).filter(([, to]) => ids.has(to));
  const wires = Object.entries(flow.wires).filter(([id, outs]) => ids.has(id) && within(outs).length > 0);
  const words = new Set(JSON.stringify(nodes).match(/[a-z]\w*/g));
  return {
    nodes,
    wires: Object.fromEntries(wires.map(([id, outs]) => [id, Object.fromEntries(within(outs))])),
    places: Object.fromEntries([...ids].map((id) => [id, layout.nodes[id] ?? { x: 0, y: 0 }])),
    notes: (layout.notes ?? []).filter((note) => picked.notes.includes(note.id)),
    frames: (layout.frames ?? []).filter((frame) => picked.frames.includes(frame.id)),
    variables: Object.fromEntries(Object.entries(flow.variables ?? {}).filter(([name]) => words.has(name))),
  };
}

export function writePart(part: Part): string {
  return writeJson({ [FORMAT]: "steps", ...part } as unknown as Json, 2);
}

/** Reads a part, a whole flow document, or one step on its own; a word for what is wrong otherwise. */
export function readPart(text: string, palette: Palette): Part | Unreadable {
  if (text.length > MOST_CHARACTERS) return "too_large";
  let found: Json;
  try {
    found = parseJson(text);
  } catch {
    return "not_json";
  }
  if (!isObject(found)) return "no_steps";
  const whole = isObject(found["flow"]) ? found["flow"] : found;
  const nodes = typeof whole["type"] === "string" ? { [whole["type"]]: whole } : whole["nodes"];
  const layout = layoutOf(isObject(found["layout"]) ? found["layout"] : { ...found, nodes: found["places"] ?? {} });
  if (!isObject(nodes) || Object.keys(nodes).length + (layout.notes ?? []).length + (layout.frames ?? []).length === 0) return "no_steps";
  if (Object.keys(nodes).length > MOST_STEPS) return "too_large";
  for (const [id, node] of Object.entries(nodes)) {
    if (!ID.test(id) || !isObject(node) || typeof node["type"] !== "string") return "bad_step";
    if (!Object.hasOwn(palette, node["type"])) return "unknown_type";
  }
  const flow = { format: 1, title: "", start: "", nodes, wires: wiresAmong(whole["wires"], nodes) } as Flow;
  return {
    nodes: flow.nodes,
    wires: flow.wires,
    places: { ...layered(flow, palette), ...layout.nodes },
    notes: layout.notes ?? [],
    frames: layout.frames ?? [],
    variables: isObject(whole["variables"]) ? whole["variables"] : {},
  };
}

function wiresAmong(wires: Json | undefined, nodes: JsonObject): Record<string, Record<string, string>> {
  const found: Record<string, Record<string, string>> = {};
  for (const [node, outs] of Object.entries(isObject(wires) ? wires : {})) {
    if (!Object.hasOwn(nodes, node) || !isObject(outs)) continue;
    for (const [outcome, to] of Object.entries(outs)) {
      if (typeof to === "string" && Object.hasOwn(nodes, to)) (found[node] ??= {})[outcome] = to;
    }
  }
  return found;
}

const isPlace = (value: Json | undefined): value is JsonObject & { x: number; y: number } =>
  isObject(value) && Number.isFinite(value["x"]) && Number.isFinite(value["y"]);
const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

/** A layout as the editor holds it: what it does not know is kept, what is malformed is left out. */
export function layoutOf(layout: JsonObject | null): Layout {
  const places = isObject(layout?.["nodes"]) ? Object.entries(layout["nodes"]).filter(([, at]) => isPlace(at)) : [];
  const notes = listOf(layout?.["notes"]).filter(
    (note) => isPlace(note) && typeof note["id"] === "string" && typeof note["text"] === "string",
  );
  const frames = listOf(layout?.["frames"]).filter(
    (frame) =>
      isPlace(frame) && typeof frame["id"] === "string" && typeof frame["title"] === "string" &&
      Number.isFinite(frame["width"]) && Number.isFinite(frame["height"]),
  );
  const lists = { ...(layout?.["notes"] ? { notes } : {}), ...(layout?.["frames"] ? { frames } : {}) };
  return { ...layout, format: 1, nodes: Object.fromEntries(places), ...lists } as unknown as Layout;
}

/** The same part under ids that are free in `doc`, its top left corner at `at`. */
export function fitted(part: Part, doc: Doc, at: Place): Part {
  const taken: Record<string, unknown> = { ...doc.flow.nodes };
  const names = new Map<string, string>();
  for (const [id, node] of Object.entries(part.nodes)) {
    const name = freeId(id in taken ? numberless(id, node) : id, taken);
    taken[name] = true;
    names.set(id, name);
  }
  const corner = cornerOf(part);
  const shift = (place: Place): Place => ({ x: place.x - corner.x + at.x, y: place.y - corner.y + at.y });
  const named = (id: string): string => names.get(id) ?? id;
  const entries = <T, U>(record: Record<string, T>, value: (item: T) => U) =>
    Object.fromEntries(Object.entries(record).map(([id, item]) => [named(id), value(item)]));
  return {
    nodes: entries(part.nodes, (node) => node),
    wires: entries(part.wires, (outs) => Object.fromEntries(Object.entries(outs).map(([outcome, to]) => [outcome, named(to)]))),
    places: entries(part.places, shift),
    notes: renumbered(part.notes, doc.layout.notes, "note").map((note) => ({ ...note, ...shift(note) })),
    frames: renumbered(part.frames, doc.layout.frames, "frame").map((frame) => ({ ...frame, ...shift(frame) })),
    variables: part.variables,
  };
}

/** `say_2` is copied as `say_3`, not as `say_2_2`. */
const numberless = (id: string, node: FlowNode): string => id.replace(/_\d+$/, "") || node.type;

function renumbered<T extends { id: string }>(items: readonly T[], known: readonly T[] | undefined, base: string): T[] {
  const taken = Object.fromEntries((known ?? []).map((each) => [each.id, true]));
  return items.map((item) => {
    const id = freeId(item.id in taken ? base : item.id, taken);
    taken[id] = true;
    return { ...item, id };
  });
}

export function cornerOf(part: Part): Place {
  const places = [...Object.values(part.places), ...part.notes, ...part.frames];
  return {
    x: places.reduce((least, place) => Math.min(least, place.x), Infinity),
    y: places.reduce((least, place) => Math.min(least, place.y), Infinity),
  };
}

/** Puts a fitted part into a document that is being changed. */
export function join(draft: Doc, part: Part): void {
  const { flow, layout } = draft;
  for (const [id, node] of Object.entries(part.nodes)) flow.nodes[id] = node;
  for (const [id, at] of Object.entries(part.places)) if (id in part.nodes) layout.nodes[id] = { x: Math.round(at.x), y: Math.round(at.y) };
  for (const [id, outs] of Object.entries(part.wires)) flow.wires[id] = { ...outs };
  if (part.notes.length > 0) layout.notes = [...(layout.notes ?? []), ...part.notes];
  if (part.frames.length > 0) layout.frames = [...(layout.frames ?? []), ...part.frames];
  const missing = Object.entries(part.variables).filter(([name]) => !(name in (flow.variables ?? {})));
  if (missing.length > 0) flow.variables = { ...flow.variables, ...Object.fromEntries(missing) };
}
