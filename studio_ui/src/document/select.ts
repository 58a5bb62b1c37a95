/** What screens ask of a document. */

import type { Doc, Flow, FlowNode, NodeType } from "./flow";
import { get } from "./action";
import { entriesOf, isObject, type Json, type JsonObject } from "./json";
import { outcomesOf, type Leaving } from "./outcome";
import { layoutOf } from "./part";

/** The ways out that a card shows: all that must lead somewhere, and the optional ones that do. */
export function shownLeavings(type: NodeType | undefined, node: FlowNode, wires: Readonly<Record<string, string>>): Leaving[] {
  const leavings = type ? outcomesOf(type.outcomes, node) : [];
  const known = new Set(leavings.map((leaving) => leaving.name));
  const stray = Object.keys(wires).filter((name) => !known.has(name));
  return [
    ...leavings.filter((leaving) => leaving.required || leaving.name in wires),
    ...stray.map((name) => ({ name, required: false })),
  ];
}

let titles: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

/** From now on ways out are called so, by the type of their step; where a type says nothing, by their names. */
export const callOutcomes = (byType: typeof titles): void => void (titles = byType);

/** `1 · Sales` for a menu's key, `timed out` for a word. */
export function outcomeLabel(node: FlowNode | undefined, outcome: string): string {
  const choice = get(node, ["choices", outcome]);
  const label = isObject(choice) ? promptText(choice["label"], "", "voice") : "";
  if (label) return `${outcome} · ${label}`;
  return titles[node?.type ?? ""]?.[outcome] ?? outcome.replaceAll("_", " ");
}

/** The name by which a prompt of the environment is spoken, "" for words that stand here. */
export function promptName(prompt: Json | undefined): string {
  return isObject(prompt) && typeof prompt["prompt"] === "string" ? prompt["prompt"] : "";
}

/** What the caller hears first, in this language, else in any. `named`: the prompts that may be named; "" for an unknown name. */
export function promptText(prompt: Json | undefined, language: string, channel: string, named: JsonObject = {}): string {
  if (typeof prompt === "string") return prompt;
  if (!isObject(prompt)) return "";
  const name = promptName(prompt);
  if (name) return promptText(named[name], language, channel); // a named prompt names no other
  const texts = prompt["by_language"];
  if (!isObject(texts)) return "";
  const text = texts[language] ?? entriesOf(texts)[0]?.[1];
  if (typeof text === "string") return text;
  const form = isObject(text) ? (text[channel] ?? entriesOf(text)[0]?.[1]) : "";
  return typeof form === "string" ? form : "";
}

/** How so many things are said. */
type Several = (n: number) => string;

/** A config value in a few characters, for a card's second line. */
export function brief(value: Json | undefined, several: Several): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.length === 1 ? brief(value[0], several) : several(value.length);
  if (!isObject(value)) return String(value);
  const parts = entriesOf(value).map(([key, item]) => (isObject(item) || Array.isArray(item) ? key : `${key} ${brief(item, several)}`));
  return parts.slice(0, 3).join(", ");
}

export function summaryOf(type: NodeType | undefined, node: FlowNode, several: Several): string {
  const fields = type?.summary ?? [];
  return fields
    .map((field) => fact(field, get(node, field.split(".")), get(type?.schema, ["properties", field]), several))
    .filter((text) => text !== "")
    .join(" · ");
}

/** `2 tries`, `max wait 240 s`: a number alone says nothing. */
function fact(field: string, value: Json | undefined, schema: Json | undefined, several: Several): string {
  const title = get(schema, ["title"]);
  const name = typeof title === "string" ? title.replace(/ \(.*/, "").toLowerCase() : field.replace(/_s$/, "").replaceAll("_", " ");
  if (field.endsWith("_s") && isObject(value)) return `${name} ${brief(value, several)}`;
  const chosen = typeof value === "string" ? get(schema, ["choice_titles", value]) : undefined;
  if (typeof value !== "number") return typeof chosen === "string" ? chosen : brief(value, several);
  if (field === "seconds") return `${value} s`;
  return field.endsWith("_s") ? `${name} ${value} s` : `${value} ${name}`;
}

/** The node (and way out) that a finding's path speaks of: `$.wires.main_menu['1']`. */
export function placeOf(path: string): { node: string; outcome: string; field: string } {
  const parts = [...path.matchAll(/\.([A-Za-z_]\w*)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? "");
  const [area, node, next] = parts;
  if (area === "wires") return { node: node ?? "", outcome: next ?? "", field: "" };
  return area === "nodes"
    ? { node: node ?? "", outcome: "", field: parts.slice(2).join(".") }
    : { node: "", outcome: "", field: parts.join(".") };
}

export function wireCount(flow: Flow): number {
  return Object.values(flow.wires).reduce((sum, wires) => sum + Object.keys(wires).length, 0);
}

export function docOf(flow: JsonObject, layout: JsonObject | null): Doc {
  const whole = isObject(flow["wires"]) ? flow : { ...flow, wires: {} };
  return { flow: whole as unknown as Flow, layout: layoutOf(layout) };
}

export interface Problems {
  errors: number;
  warnings: number;
}

const NONE: Problems = { errors: 0, warnings: 0 };

/** How many findings speak of this node or its wires; all nodes are counted once per list of findings. */
export function problemsAt(findings: readonly { path: string; severity: string }[], node: string): Problems {
  let counts = counted.get(findings);
  if (!counts) {
    counts = new Map<string, Problems>();
    for (const { path, severity } of findings) {
      const at = placeOf(path).node;
      const { errors, warnings } = counts.get(at) ?? NONE;
      const wrong = severity === "error" ? 1 : 0;
      counts.set(at, { errors: errors + wrong, warnings: warnings + 1 - wrong });
    }
    counted.set(findings, counts);
  }
  return counts.get(node) ?? NONE;
}

const counted = new WeakMap<readonly { path: string }[], Map<string, Problems>>();
