/** The server's changes of a flow, by step and outcome: what cards and lists show of them. */

import type { Change, ChangedFile } from "../../api/releases";
import { placeOf } from "../../document/select";

export type Mark = "added" | "removed" | "changed" | "rewired";

export interface WireMark {
  how: "wired" | "rewired" | "unwired";
  /** Where it led before; "" nowhere. */
  was: string;
}

export interface StepMark {
  mark: Mark;
  wires: Record<string, WireMark>;
  sentences: string[];
}

export interface Marks {
  steps: Record<string, StepMark>;
  /** Of the flow as a whole: title, start, variables. */
  whole: string[];
  /** Every change, also those that other sentences imply. */
  count: number;
}

const STRENGTH: Record<Mark, number> = { rewired: 0, changed: 1, added: 2, removed: 2 };
const WIRED = new Set(["wired", "rewired", "unwired"]);

export const fileOf = (environment: string, flow: string): string => `${environment}/${flow}/flow.json`;

/** `environment/flow/flow.json` as its flow; "" for the environment's own document. */
export const flowOf = (file: string): string => (file.endsWith("/flow.json") ? (file.split("/")[1] ?? "") : "");

export function marksOf(changes: readonly Change[]): Marks {
  const marks: Marks = { steps: {}, whole: [], count: changes.length };
  for (const change of changes) take(marks, change);
  return marks;
}

function take(marks: Marks, change: Change): void {
  const { node, outcome } = placeOf(change.path);
  if (node === "") {
    marks.whole.push(change.sentence);
    return;
  }
  const mark = markOf(change.kind, outcome);
  const step = (marks.steps[node] ??= { mark, wires: {}, sentences: [] });
  if (STRENGTH[mark] > STRENGTH[step.mark]) step.mark = mark;
  if (outcome !== "" && WIRED.has(change.kind)) {
    step.wires[outcome] = { how: change.kind as WireMark["how"], was: typeof change.before === "string" ? change.before : "" };
  }
  // Where a new step leads, and a removed one led, is seen from the step itself.
  if (mark === "rewired" && (step.mark === "added" || step.mark === "removed")) return;
  step.sentences.push(change.sentence);
}

function markOf(kind: string, outcome: string): Mark {
  if (kind === "step_added") return "added";
  if (kind === "step_removed") return "removed";
  return outcome !== "" && WIRED.has(kind) ? "rewired" : "changed";
}

/** How many changes there are in all files. */
export const countOf = (files: readonly ChangedFile[]): number => files.reduce((sum, file) => sum + file.changes.length, 0);
