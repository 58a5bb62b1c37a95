/** Undo and redo: one gesture is one labelled entry; entries with the same key that follow at once become one. */

import { freeze } from "immer";
import type { Doc } from "./flow";

interface Entry {
  label: string;
  key: string;
  at: number;
  before: Doc;
}

export interface History {
  doc: Doc;
  past: readonly Entry[];
  future: readonly Entry[];
}

const TOGETHER_MS = 900;
const MOST = 200;

/** From here on the document changes by actions alone: it is frozen, and the text of what stays is written once. */
export function begin(doc: Doc): History {
  return { doc: freeze(doc, true), past: [], future: [] };
}

/** Documents share what did not change, so an entry costs the changed branches only. */
export function record(history: History, doc: Doc, label: string, key: string, at: number): History {
  if (doc === history.doc) return history;
  const last = history.past.at(-1);
  const together = key !== "" && last?.key === key && at - last.at < TOGETHER_MS;
  const past = together
    ? [...history.past.slice(0, -1), { ...last, at }]
    : [...history.past.slice(1 - MOST), { label, key, at, before: history.doc }];
  return { doc, past, future: [] };
}

export function undo(history: History): History {
  const last = history.past.at(-1);
  if (!last) return history;
  return {
    doc: last.before,
    past: history.past.slice(0, -1),
    future: [{ ...last, before: history.doc, key: "" }, ...history.future],
  };
}

export function redo(history: History): History {
  const next = history.future[0];
  if (!next) return history;
  return {
    doc: next.before,
    past: [...history.past, { ...next, before: history.doc }],
    future: history.future.slice(1),
  };
}
