/** JSON as it is in files: the order of an object's keys carries meaning there (menus are read out in order). */

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

// JavaScript moves keys like "1" to the front of an object, so the order of such objects is kept beside them.
const ORDER = Symbol("order");
type Ordered = JsonObject & { [ORDER]?: readonly string[] };
const INDEX = /^(?:0|[1-9]\d*)$/;
const MARK = "\u0000";

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The keys in the document's order. */
export function keysOf(object: JsonObject): string[] {
  const order = (object as Ordered)[ORDER];
  const keys = Object.keys(object);
  if (!order) return keys;
  const kept = order.filter((key) => key in object);
  const known = new Set(kept);
  return [...kept, ...keys.filter((key) => !known.has(key))];
}

export function entriesOf(object: JsonObject): [string, Json][] {
  return keysOf(object).map((key) => [key, object[key] as Json]);
}

/** An object whose keys keep the order of `entries`. */
export function objectOf(entries: readonly (readonly [string, Json])[]): JsonObject {
  const object: Ordered = {};
  for (const [key, value] of entries) object[key] = value;
  if (entries.some(([key]) => INDEX.test(key))) object[ORDER] = entries.map(([key]) => key);
  return object;
}

// Within a text no quote stands bare, so what follows a brace or a comma like this is a key.
const INDEX_KEYS = /([{,]\s*")(0|[1-9]\d*)(?="\s*:)/g;

export function parseJson(text: string): Json {
  const marked = text.replace(INDEX_KEYS, "$1\\u0000$2");
  return marked === text ? (JSON.parse(text) as Json) : unmark(JSON.parse(marked) as Json);
}

/** As text in one line, or with lines of their own and so many spaces for each level. */
export function writeJson(value: Json, indent = 0, level = 0): string {
  if (indent === 0) return inOneLine(value);
  const items = Array.isArray(value)
    ? value.map((item) => writeJson(item, indent, level + 1))
    : isObject(value)
      ? entriesOf(value).map(([key, item]) => `${JSON.stringify(key)}: ${writeJson(item, indent, level + 1)}`)
      : undefined;
  if (!items) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (items.length === 0) return `${open}${close}`;
  const line = (depth: number) => `\n${" ".repeat(indent * depth)}`;
  return `${open}${line(level + 1)}${items.join(`,${line(level + 1)}`)}${line(level)}${close}`;
}

const texts = new WeakMap<object, string>();

/** What is frozen stays what it is, so its text is kept: of a long flow with one changed step, the rest is written already. */
function inOneLine(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = Array.isArray(value)
    ? `[${value.map(inOneLine).join(",")}]`
    : `{${keysOf(value)
        .map((key) => `${JSON.stringify(key)}:${inOneLine(value[key] as Json)}`)
        .join(",")}}`;
  if (Object.isFrozen(value)) texts.set(value, text);
  return text;
}

export function sameJson(a: Json, b: Json): boolean {
  return a === b || writeJson(a) === writeJson(b);
}

function unmark(value: Json): Json {
  if (Array.isArray(value)) return value.map(unmark);
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  for (const entry of entries) entry[1] = unmark(entry[1]);
  if (entries.some(([key]) => key.startsWith(MARK))) return objectOf(entries.map(([key, item]) => [key.replace(MARK, ""), item]));
  return Object.fromEntries(entries);
}
