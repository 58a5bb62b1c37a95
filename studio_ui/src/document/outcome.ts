/** Outcomes as data: the twin of flowengine/lang/outcome.py; tests/vectors/outcomes.json holds the two equal. */

import { isObject, keysOf, type Json, type JsonObject } from "./json";

export type OutcomeSpec = string | { optional: string } | { keys_of: string } | { values_of: string };

export interface Leaving {
  name: string;
  required: boolean;
}

/** The ways out of a node with this config, in order, each once. `error` is always there, optional. */
export function outcomesOf(outcomes: readonly OutcomeSpec[], config: JsonObject): Leaving[] {
  const found = new Map<string, boolean>();
  const add = (name: string, required: boolean) => {
    if (!found.has(name)) found.set(name, required);
  };
  for (const outcome of outcomes) {
    if (typeof outcome === "string") add(outcome, true);
    else if ("optional" in outcome) add(outcome.optional, false);
    else if ("keys_of" in outcome) for (const name of select("keys", outcome.keys_of, config)) add(name, true);
    else for (const name of select("values", outcome.values_of, config)) add(name, true);
  }
  add("error", false);
  return [...found].map(([name, required]) => ({ name, required }));
}

function select(of: "keys" | "values", path: string, config: JsonObject): string[] {
  let reached: Json[] = [config];
  for (const part of path.split(".")) {
    const listed = part.endsWith("[]");
    const name = listed ? part.slice(0, -2) : part;
    reached = reached.flatMap((value) => (isObject(value) && Object.hasOwn(value, name) ? [value[name] as Json] : []));
    if (listed) reached = reached.flatMap((value) => (Array.isArray(value) ? value : []));
  }
  if (of === "keys") return reached.flatMap((value) => (isObject(value) ? keysOf(value) : []));
  return reached
    .flatMap((value): Json[] => (Array.isArray(value) ? value : [value]))
    .filter((value) => typeof value === "string");
}

const EXCEPTIONS = new Set(
  "error no_input no_match invalid timed_out timeout no_agents queue_full left unavailable http_error invalid_response".split(
    " ",
  ),
);

/** Whether people think of this way out as something going wrong: it gets a diamond and a dashed wire. */
export function isException(outcome: string): boolean {
  return EXCEPTIONS.has(outcome);
}
