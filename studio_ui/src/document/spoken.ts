/** What a step says: every prompt in its fields, wherever its type's schema lets one stand. */

import type { Path } from "./action";
import type { FlowNode, NodeType } from "./flow";
import { entriesOf, isObject, keysOf, objectOf, type Json, type JsonObject } from "./json";

export interface Spoken {
  path: Path;
  value: Json;
  /** What the schema says of the field. */
  about: string;
}

/** "" stands for any language, and for any channel. */
export interface Words {
  language: string;
  channel: string;
  text: string;
}

const DEEPEST = 8;

export function spokenIn(node: FlowNode, type: NodeType | undefined): Spoken[] {
  return type ? [...found(node, type.schema, type.schema, [], "")] : [];
}

function* found(value: Json, schema: Json | undefined, root: JsonObject, path: Path, about: string): Generator<Spoken> {
  if (!isObject(schema) || path.length > DEEPEST) return;
  const said = typeof schema["description"] === "string" ? schema["description"] : about;
  const ref = schema["$ref"];
  if (typeof ref === "string") {
    return yield* found(value, (root["$defs"] as JsonObject | undefined)?.[ref.replace("#/$defs/", "")], root, path, said);
  }
  if (schema["format"] === "prompt") return yield { path, value, about: said };
  for (const choice of [schema["anyOf"], schema["allOf"], schema["oneOf"]]) {
    if (Array.isArray(choice)) for (const one of choice) yield* found(value, one, root, path, said);
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* found(item, schema["items"], root, [...path, index], said);
  } else if (isObject(value)) {
    const properties = isObject(schema["properties"]) ? schema["properties"] : {};
    const named = keysOf(properties).filter((key) => key in value);
    for (const key of named) yield* found(value[key] as Json, properties[key], root, [...path, key], said);
    for (const key of keysOf(value)) {
      if (!(key in properties)) yield* found(value[key] as Json, schema["additionalProperties"], root, [...path, key], said);
    }
  }
}

/** The texts of a prompt, in its order; none for a prompt that is named. */
export function wordsOf(prompt: Json): Words[] {
  if (typeof prompt === "string") return [{ language: "", channel: "", text: prompt }];
  const texts = isObject(prompt) ? prompt["by_language"] : undefined;
  return isObject(texts) ? entriesOf(texts).flatMap(([language, text]) => inChannels(language, text)) : [];
}

function inChannels(language: string, text: Json): Words[] {
  if (!isObject(text)) return [{ language, channel: "", text: String(text) }];
  return entriesOf(text).map(([channel, said]) => ({ language, channel, text: String(said) }));
}

/** The languages of a prompt; [""] for one that is said in any. */
export const languagesOf = (prompt: Json): string[] => [...new Set(wordsOf(prompt).map((words) => words.language))];

/** The prompt with these words in this place. Empty words of a language take it away, unless it is the last. */
export function withWords(prompt: Json, { language, channel, text }: Words): Json {
  if (language === "") return text;
  const before = typeof prompt === "string" ? {} : ((prompt as JsonObject)["by_language"] ?? {});
  const texts = isObject(before) ? before : {};
  const old = texts[language];
  const changed: Json = channel === "" ? text : { ...(isObject(old) ? old : {}), [channel]: text };
  const empty = channel === "" && text === "" && entriesOf(texts).some(([key]) => key !== language);
  const kept = entriesOf(texts).filter(([key]) => !empty || key !== language);
  const entries = kept.map(([key, value]) => [key, key === language ? changed : value] as const);
  if (!(language in texts) && !empty) entries.push([language, changed]);
  return { by_language: objectOf(entries) };
}

/** Whether a prompt that has words of its own lacks this language. A base language serves its regions. */
export function lacks(prompt: Json, language: string): boolean {
  const has = languagesOf(prompt);
  if (has.length === 0 || has.includes("")) return false;
  const base = language.split("-")[0] ?? language;
  return !wordsOf(prompt).some((words) => (words.language === language || words.language === base) && words.text.trim() !== "");
}
