/** A table as a grid of text: columns in order, each with the kind of value that it holds. */

import { isObject, parseJson, writeJson, type Json, type JsonObject } from "../../document/json";

export type Kind = "text" | "number" | "yes_no" | "json";
export interface Table {
  key: string;
  rows: JsonObject[];
  live: boolean;
}

export function tableOf(value: Json | undefined): Table {
  const whole = isObject(value) ? value : {};
  const rows = Array.isArray(whole["rows"]) ? whole["rows"].filter(isObject) : [];
  return { key: String(whole["key"] ?? "key"), rows, live: whole["live"] === true };
}

/** The key first, then the others as rows first have them. */
export const columnsOf = ({ key, rows }: Table): string[] => [...new Set([key, ...rows.flatMap((row) => Object.keys(row))])];

/** What the column holds in all its rows but `except`, as the server reads a CSV of it too. */
export function kindOf(rows: readonly JsonObject[], column: string, except = -1): Kind {
  const values = rows.flatMap((row, at) => (at === except || row[column] === undefined || row[column] === null ? [] : [row[column]]));
  if (values.every((value) => typeof value === "string")) return "text";
  if (values.every((value) => typeof value === "boolean")) return "yes_no";
  return values.every((value) => typeof value === "number") ? "number" : "json";
}

export const shown = (value: Json | undefined): string =>
  typeof value === "string" ? value : value === undefined || value === null ? "" : writeJson(value);

const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/;

/** The value that the text stands for in a column of this kind; null if it is none. "" is no value: undefined. */
export function readAs(kind: Kind, text: string): { value: Json | undefined } | null {
  if (text === "") return { value: undefined };
  if (kind === "text") return { value: text };
  if (kind === "number") return NUMBER.test(text.trim()) ? { value: Number(text) } : null;
  if (kind === "yes_no") return text === "true" || text === "false" ? { value: text === "true" } : null;
  try {
    return { value: parseJson(text) };
  } catch {
    return null;
  }
}

/** The table with one cell changed. */
export function withCell(value: Json, at: number, column: string, cell: Json | undefined): Json {
  const { rows } = tableOf(value);
  const changed = rows.map((row, n) => {
    if (n !== at) return row;
    const { [column]: _, ...rest } = row;
    if (cell === undefined) return rest;
    return column in row ? { ...row, [column]: cell } : { ...rest, [column]: cell };
  });
  return { ...(value as JsonObject), rows: changed };
}

export const withRows = (value: Json, rows: JsonObject[]): Json => ({ ...(value as JsonObject), rows });

/** Rows whose key is missing or stands in a row before. */
export function badKeys({ key, rows }: Table): Map<number, "twice" | "keyless"> {
  const seen = new Set<string>();
  const found = new Map<number, "twice" | "keyless">();
  rows.forEach((row, at) => {
    const name = shown(row[key]);
    if (name === "") found.set(at, "keyless");
    else if (seen.has(name)) found.set(at, "twice");
    seen.add(name);
  });
  return found;
}
