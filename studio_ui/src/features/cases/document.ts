/** Changes of a file of tests, as values: the order of its tests stays. */

import { entriesOf, isObject, objectOf, type Json, type JsonObject } from "../../document/json";

const casesOf = (file: JsonObject): JsonObject => (isObject(file["cases"]) ? file["cases"] : {});

const withCases = (file: JsonObject, entries: [string, Json][]): JsonObject => {
  const kept = entriesOf(file).map(([key, value]) => [key, key === "cases" ? objectOf(entries) : value] as [string, Json]);
  return objectOf("cases" in file ? kept : [...kept, ["cases", objectOf(entries)]]);
};

export const caseOf = (file: JsonObject | undefined, name: string): Json | undefined => (file ? casesOf(file)[name] : undefined);

export const caseNames = (file: JsonObject): string[] => entriesOf(casesOf(file)).map(([name]) => name);

/** The test with this body, under `name`: in the place of `was`, or at the end. */
export function withCase(file: JsonObject, name: string, body: Json, was = name): JsonObject {
  const entries = entriesOf(casesOf(file));
  const present = entries.some(([key]) => key === was);
  const changed = entries.map(([key, value]) => (key === was ? [name, body] : [key, value]) as [string, Json]);
  return withCases(file, present ? changed : [...entries, [name, body]]);
}

export function withoutCase(file: JsonObject, name: string): JsonObject {
  return withCases(
    file,
    entriesOf(casesOf(file)).filter(([key]) => key !== name),
  );
}

/** A copy right behind the test. */
export function withCopy(file: JsonObject, name: string, copy: string): JsonObject {
  const entries = entriesOf(casesOf(file));
  return withCases(
    file,
    entries.flatMap(([key, value]) => (key === name ? [[key, value], [copy, value]] : [[key, value]]) as [string, Json][]),
  );
}

/** `wanted`, or with a number behind it if there is one of that name. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let n = 2;
  while (taken.includes(`${wanted} ${n}`)) n += 1;
  return `${wanted} ${n}`;
}

/** A file without tests yet, that begin at this flow. */
export const freshFile = (flow: string): JsonObject => ({ start: { flow }, cases: {} });

/** A test that says no more than that the flow begins. */
export const freshCase = (start: string): JsonObject => ({ steps: [{ expect: { visited: [start] } }] });

export const isFileName = (file: string): boolean => /^[a-z][a-z0-9_-]{0,63}\.json$/.test(file);
