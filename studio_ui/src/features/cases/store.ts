/** The tests of the open flow: what the last run said, and how often each way out was taken by them. */

import { create } from "zustand";
import { sentence } from "../../api/client";
import { cases as routes, dialogues } from "../../api/studio";
import type { CaseRun } from "../../api/types";
import { strings } from "../../app/strings";
import type { JsonObject } from "../../document/json";
import { toast } from "../../ui";
import { currentFlow, keyOf, openFlow } from "../editing";
import { showFlow, useLive } from "../trace";

export interface Run extends CaseRun {
  visits: Record<string, number>;
}

interface Cases {
  runs: Record<string, Run>;
  running: string;
  problem: string;
}

export const useCases = create<Cases>(() => ({ runs: {}, running: "", problem: "" }));

export async function runCases(): Promise<Run | null> {
  const open = currentFlow();
  if (!open) return null;
  const key = keyOf(open.environment, open.name);
  useCases.setState({ running: key, problem: "" });
  try {
    const run = await routes.run(open.environment, open.name, open.history.doc.flow as unknown as JsonObject);
    const counted = { ...run, visits: visitsOf(run, key) };
    useCases.setState((state) => ({ runs: { ...state.runs, [key]: counted }, running: "" }));
    return counted;
  } catch (fault) {
    useCases.setState({ running: "", problem: sentence(fault) });
    return null;
  }
}

/** How many cases took each way out of this flow, as `node:outcome`. */
function visitsOf(run: CaseRun, key: string): Record<string, number> {
  const visits: Record<string, number> = {};
  for (const result of run.results) {
    for (const way of new Set((result.visited ?? []).map(([node, outcome]) => `${node}:${outcome}`))) {
      if (!way.startsWith(`${key}/`)) continue;
      const place = way.slice(key.length + 1);
      visits[place] = (visits[place] ?? 0) + 1;
    }
  }
  return visits;
}

/** A dialogue that happened becomes a test, stored beside those of the flow that it entered by, and is run at once. */
export async function keepAsTest(dialogue: string): Promise<void> {
  try {
    const entry = entryOf(dialogue);
    if (!entry) throw new Error(strings.cases.noFlow);
    const document = await dialogues.toCase(dialogue);
    const file = `kept_${dialogue.slice(-6)}.json`;
    await routes.put(entry.environment, entry.flow, file, document);
    toast(strings.cases.kept(file, `${entry.environment} / ${entry.flow}`));
    await openFlow(entry.environment, entry.flow);
    showFlow(entry.environment, entry.flow);
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
