/** Words in a flow: names, what is said, expressions, ways out, notes. */

import { titleOf, type Doc, type Palette } from "./flow";
import { entriesOf, isObject, type Json } from "./json";
import { orderOf } from "./outline";
import { outcomeLabel } from "./select";

export interface Hit {
  /** The step; "" for what belongs to the flow as a whole. */
  node: string;
  title: string;
  /** Where in it, as the form calls it: `choices 1 label`; "" for its name. */
  field: string;
  text: string;
  /** Where the words stand in `text`. */
  at: number;
}

interface Line {
  node: string;
  title: string;
  field: string;
  text: string;
}

/** In the order of the outline; at most `most`. */
export function find(doc: Doc, palette: Palette, words: string, most: number): Hit[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return [];
  const hits: Hit[] = [];
  for (const line of linesOf(doc, palette)) {
    const at = line.text.toLowerCase().indexOf(wanted);
    if (at >= 0) hits.push({ ...line, at });
    if (hits.length >= most) break;
  }
  return hits;
}

function linesOf(doc: Doc, palette: Palette): Line[] {
  const known = lines.get(doc);
  if (known) return known;
  const { flow, layout } = doc;
  const made: Line[] = [];
  for (const id of orderOf(flow)) {
    const node = flow.nodes[id] ?? { type: "" };
    const title = titleOf(id, node);
    made.push({ node: id, title, field: "", text: title });
    const type = palette[node.type];
    for (const [field, text] of [
      ["key", id],
      ["type", type?.title ?? node.type],
    ] as const)
      if (text.toLowerCase() !== title.toLowerCase()) made.push({ node: id, title, field, text });
    for (const [key, value] of entriesOf(node)) if (key !== "type" && key !== "title") gather(value, key, { node: id, title }, made);
    for (const outcome of Object.keys(flow.wires[id] ?? {})) {
      made.push({ node: id, title, field: "goes to", text: outcomeLabel(node, outcome) });
    }
  }
  const whole = { node: "", title: flow.title };
  made.push({ ...whole, field: "", text: flow.title });
  gather((flow.variables ?? {}) as Json, "variables", whole, made);
  for (const note of layout.notes ?? []) if (typeof note.text === "string") made.push({ ...whole, field: "note", text: note.text });
  for (const frame of layout.frames ?? []) if (typeof frame.title === "string") made.push({ ...whole, field: "frame", text: frame.title });
  lines.set(doc, made);
  return made;
}

const lines = new WeakMap<Doc, Line[]>();

/** Every text below `value`, and the names that authors gave to things. */
function gather(value: Json, field: string, of: { node: string; title: string }, into: Line[]): void {
  if (typeof value === "string" && value !== "") into.push({ ...of, field, text: value });
  else if (typeof value === "number") into.push({ ...of, field, text: String(value) });
  else if (Array.isArray(value)) value.forEach((item, place) => gather(item, `${field} ${place + 1}`, of, into));
  else if (isObject(value)) {
    for (const [key, item] of entriesOf(value)) {
      if (field === "variables") into.push({ ...of, field, text: key });
      gather(item, `${field} ${key}`, of, into);
    }
  }
}

/** What stands around the words, short enough for a line of a list. */
export function around(hit: Hit, length: number): [string, string, string] {
  const { text, at } = hit;
  const from = text.length <= 60 ? 0 : Math.max(0, at - 24);
  const before = (from > 0 ? "…" : "") + text.slice(from, at);
  const after = text.slice(at + length);
  return [before, text.slice(at, at + length), after.length > 48 ? `${after.slice(0, 48)}…` : after];
}
