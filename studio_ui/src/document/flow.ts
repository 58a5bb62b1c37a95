/** The flow document as the editor holds it: the file's own shape, nothing converted. */

import type { JsonObject } from "./json";
import type { OutcomeSpec } from "./outcome";

export type FlowNode = JsonObject & { type: string };

export interface Flow {
  format: 1;
  title: string;
  kind?: "entry" | "subflow" | "treatment";
  start: string;
  variables?: JsonObject;
  nodes: Record<string, FlowNode>;
  wires: Record<string, Record<string, string>>;
  keys?: Record<string, string>;
  on?: { error?: string; hangup?: string };
  [field: string]: unknown;
}

export interface Place {
  x: number;
  y: number;
}

/** Words on the paper, for whoever reads the flow next. */
export interface Note extends Place {
  id: string;
  text: string;
  by?: string;
}

/** A titled border around steps that belong together; it takes along what lies in it. */
export interface Frame extends Place {
  id: string;
  title: string;
  width: number;
  height: number;
}

export interface Layout {
  format: 1;
  nodes: Record<string, Place>;
  notes?: Note[];
  frames?: Frame[];
}

/** What one undo step covers: the flow and where its cards lie. */
export interface Doc {
  flow: Flow;
  layout: Layout;
}

/** One node type as the server describes it. */
export interface NodeType {
  name: string;
  title: string;
  purpose: string;
  /** Both in other languages, as far as whoever made it gives them. */
  words?: Readonly<Record<string, { title?: string; purpose?: string }>>;
  group: string;
  icon: string;
  waits: boolean;
  kinds: string[];
  outcomes: OutcomeSpec[];
  /** What people read for a way out, in the language that was asked for. */
  outcome_titles?: Readonly<Record<string, string>>;
  summary: string[];
  /** Field to another one and its values with which it means something; no values: if that one is set. */
  only_if?: Record<string, string[]>;
  schema: JsonObject;
  example: JsonObject;
}

export type Palette = Readonly<Record<string, NodeType>>;

/** `main_menu` as people read it. */
export function titleOf(id: string, node?: FlowNode): string {
  const title = node?.["title"];
  if (typeof title === "string" && title) return title;
  const words = id.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A free id that begins with `base`. */
export function freeId(base: string, taken: Readonly<Record<string, unknown>>): string {
  if (!(base in taken)) return base;
  for (let n = 2; ; n += 1) if (!(`${base}_${n}` in taken)) return `${base}_${n}`;
}
