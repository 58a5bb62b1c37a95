/** The tests of the open flow: what the last run said, and how often each way out was taken by them. */

import { create } from "zustand";
import { caseFiles, type Coverage } from "../../api/cases";
import { ApiError, isAway, sentence } from "../../api/client";
import { cases as routes, dialogues } from "../../api/studio";
import type { CaseResult } from "../../api/types";
import { strings } from "../../app/strings";
import { isObject, type JsonObject } from "../../document/json";
import { toast } from "../../ui";
import { currentFlow, keyOf, openFlow, useEditing } from "../editing";
import { may } from "../session";
import { showFlow, useLive } from "../trace";
import { nameOfResult, visitsOf, waysIn } from "./covered";

export interface Run {
  results: CaseResult[];
  /** From the change to what is shown, with the way to the server. */
  ms: number;
  coverage: Coverage | null;
  visits: Record<string, number>;
}

interface Cases {
  runs: Record<string, Run>;
  running: string;
  problem: string;
  /** Whether the server did not answer. */
  lost: boolean;
  /** The test whose way is lit and whose play is shown. */
  chosen: string;
  /** Files of tests as they are being written, by flow and file: tried, and not saved. */
  edited: Record<string, Record<string, JsonObject>>;
  /** What was deleted last, as long as it can be put back. */
  deleted: { words: string; putBack: () => void } | null;
}

export const useCases = create<Cases>(() => ({ runs: {}, running: "", problem: "", lost: false, chosen: "", edited: {}, deleted: null }));

let asked = 0; // what is answered to an older question is dropped

/** Runs what is on the screen, saved or not; who may only read is told what the saved tests say of the saved draft. `since`: when it was changed. */
export async function runCases(since = performance.now()): Promise<Run | null> {
  const open = currentFlow();
  if (!open || open.release !== undefined) return null;
  const key = keyOf(open.environment, open.name);
  const mine = (asked += 1);
  const { flow } = open.history.doc;
  useCases.setState({ running: key });
  try {
    const edited = useCases.getState().edited[key] ?? {};
    const { results, coverage } = may("edit", open.environment)
      ? await caseFiles.run(open.environment, open.name, flow as unknown as JsonObject, edited)
      : await caseFiles.results(open.environment, open.name);
    if (mine !== asked || currentFlow()?.history.doc.flow !== flow) return null; // what is on the screen now runs next
    const run = { results, coverage, visits: visitsOf(coverage), ms: performance.now() - since };
    useCases.setState((state) => ({ runs: { ...state.runs, [key]: run }, running: "", problem: "", lost: false }));
    return run;
  } catch (fault) {
    if (mine !== asked) return null;
    const malformed = fault instanceof ApiError && fault.findings.length > 0;
    useCases.setState({ running: "", problem: malformed ? strings.tests.cannotRun : sentence(fault), lost: !(fault instanceof ApiError) || isAway(fault) });
    return null;
  }
}

/** A dialogue that happened becomes a test, stored beside those of the flow that it entered by, and is run at once. */
export async function keepAsTest(dialogue: string): Promise<void> {
  try {
    const entry = entryOf(dialogue);
    if (!entry) throw new Error(strings.tests.noFlow);
    const document = await dialogues.toCase(dialogue);
    const file = `kept_${dialogue.slice(-6)}.json`;
    await routes.put(entry.environment, entry.flow, file, document);
    toast(strings.tests.kept(file, `${entry.environment} / ${entry.flow}`));
    await openFlow(entry.environment, entry.flow);
    const name = isObject(document["cases"]) ? Object.keys(document["cases"])[0] : undefined;
    useCases.setState({ chosen: `${file}\n${name ?? ""}\n` });
    showFlow(entry.environment, entry.flow); // the address says so, too
    await runCases();
  } catch (fault) {
    toast(sentence(fault), "wrong");
  }
}

/** The flow by which it came in: a test that begins at an address begins there. */
function entryOf(dialogue: string): { environment: string; flow: string } | null {
  const facts = useLive.getState().dialogues[dialogue]?.rows.flatMap((row) => row.facts) ?? [];
  const entered = facts.find((fact) => fact[0] === "entered");
  return entered ? { environment: String(entered[1]), flow: String(entered[3]) } : null;
}

/** The chosen test of the open flow, as it was run last. */
export function chosenResult(state: Cases, current: string): CaseResult | undefined {
  return state.chosen ? state.runs[current]?.results.find((result) => nameOfResult(result) === state.chosen) : undefined;
}

/** Which test the person looks at: file, case and example, for previews of values. */
export function chosenTest(): { file: string; case: string; example: string } | null {
  const result = chosenResult(useCases.getState(), useEditing.getState().current);
  return result ? { file: result.file, case: result.case, example: result.example ?? "" } : null;
}

const known = new WeakMap<CaseResult, Set<string>>();

/** Whether the chosen test came to this step, and by which ways out it left: `node` and `node:outcome`. */
export function chosenWays(state: Cases, current: string): Set<string> | null {
  const result = chosenResult(state, current);
  if (!result) return null;
  let ways = known.get(result);
  if (!ways) {
    ways = new Set(waysIn(result, current).flatMap(({ node, outcome }) => [node, `${node}:${outcome}`]));
    known.set(result, ways);
  }
  return ways;
}
