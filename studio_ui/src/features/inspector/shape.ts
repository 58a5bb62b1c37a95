/** Reads JSON Schema as the server makes it from the node types: what kind of control a field needs. */

import { isObject, keysOf, type Json, type JsonObject } from "../../document/json";

export type Kind = "text" | "number" | "boolean" | "choice" | "list" | "map" | "object" | "json";

export interface Shape {
  kind: Kind;
  format: string;
  hint: string;
  optional: boolean;
  schema: JsonObject;
  choices: Json[];
}

/** Follows $ref and takes the null out of "this or nothing". */
export function resolve(schema: Json | undefined, root: JsonObject): { schema: JsonObject; optional: boolean } {
  let at = isObject(schema) ? schema : {};
  let optional = false;
  for (let depth = 0; depth < 8; depth += 1) {
    const { $ref: ref, anyOf, allOf } = at as { $ref?: Json; anyOf?: Json; allOf?: Json };
    if (typeof ref === "string") {
      const target = (root["$defs"] as JsonObject | undefined)?.[ref.replace("#/$defs/", "")];
      const { $ref: _, ...rest } = at;
      at = { ...(isObject(target) ? target : {}), ...rest };
    } else if (Array.isArray(anyOf)) {
      const others = anyOf.filter((item) => !(isObject(item) && item["type"] === "null"));
      optional ||= others.length < anyOf.length;
      const { anyOf: _, ...rest } = at;
      if (others.length !== 1 || !isObject(others[0])) return { schema: { ...rest }, optional };
      at = { ...others[0], ...rest };
    } else if (Array.isArray(allOf) && isObject(allOf[0])) {
      const { allOf: _, ...rest } = at;
      at = { ...allOf[0], ...rest };
    } else break;
  }
  return { schema: at, optional };
}

export function shapeOf(raw: Json | undefined, root: JsonObject): Shape {
  const { schema, optional } = resolve(raw, root);
  const choices = Array.isArray(schema["enum"]) ? schema["enum"] : [];
  return {
    kind: kindOf(schema, choices),
    format: typeof schema["format"] === "string" ? schema["format"] : "",
    hint: typeof schema["description"] === "string" ? schema["description"] : "",
    optional,
    schema,
    choices,
  };
}

function kindOf(schema: JsonObject, choices: Json[]): Kind {
  if (choices.length > 0) return "choice";
  const type = Array.isArray(schema["type"]) ? schema["type"][0] : schema["type"];
  if (type === "string") return "text";
  if (type === "integer" || type === "number") return "number";
  if (type === "boolean") return "boolean";
  if (type === "array") return "list";
  if (type === "object" || schema["properties"] || schema["additionalProperties"]) return schema["properties"] ? "object" : "map";
  return "json";
}

/** The fields of an object schema in its order, without what the editor shows elsewhere. */
export function fieldsOf(schema: JsonObject, without: readonly string[] = []): string[] {
  const properties = schema["properties"];
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const names = isObject(properties) ? keysOf(properties).filter((name) => !without.includes(name)) : [];
  return [...names.filter((name) => required.includes(name)), ...names.filter((name) => !required.includes(name))];
}

/** A value to begin with that the schema will take, or nearly. */
export function blank(raw: Json | undefined, root: JsonObject): Json {
  const { kind, schema, choices, format } = shapeOf(raw, root);
  if (format === "expression") return "true";
  if (kind === "choice") return choices[0] ?? "";
  if (kind === "number") return typeof schema["minimum"] === "number" ? schema["minimum"] : 1;
  if (kind === "boolean") return false;
  if (kind === "list") return [];
  if (kind === "map") return {};
  if (kind !== "object" || format !== "") return "";
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const properties = schema["properties"] as JsonObject;
  return Object.fromEntries(
    required.filter((name) => typeof name === "string").map((name) => [name, blank(properties[name], root)]),
  );
}

/** `inter_digit_timeout_s` as a person would say it, unless the schema of the field names it. */
export function labelOf(name: string, field?: Json): string {
  if (isObject(field) && typeof field["title"] === "string") return field["title"];
  const words = name.replace(/_s$/, "").replaceAll("_", " ");
  const label = words.charAt(0).toUpperCase() + words.slice(1);
  return name.endsWith("_s") ? `${label} (seconds)` : label;
}

/** A value that can be chosen as a person would say it, unless the schema of the field names it. */
export function choiceTitle(schema: JsonObject, choice: Json): string {
  const titles = schema["choice_titles"];
  const title = isObject(titles) ? titles[String(choice)] : undefined;
  return typeof title === "string" ? title : String(choice).replaceAll("_", " ");
}
