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

export function parseJson(text: string): Json {
  const marked = text.replace(/"((?:[^"\\]|\\.)*)"(\s*:)?/g, (whole, body: string, colon: string | undefined) =>
    colon && INDEX.test(body) ? `"\\u0000${body}"${colon}` : whole,
  );
  return unmark(JSON.parse(marked) as Json);
}

export function writeJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(writeJson).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${entriesOf(value)
    .map(([key, item]) => `${JSON.stringify(key)}:${writeJson(item)}`)
    .join(",")}}`;
}

export function sameJson(a: Json, b: Json): boolean {
  return a === b || writeJson(a) === writeJson(b);
}

function unmark(value: Json): Json {
  if (Array.isArray(value)) return value.map(unmark);
  if (!isObject(value)) return value;
  return objectOf(Object.entries(value).map(([key, item]) => [key.startsWith(MARK) ? key.slice(1) : key, unmark(item)] as const));
}
