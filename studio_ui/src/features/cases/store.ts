/** The tests of the open flow: what the last run said, and how often each way out was taken by them. */

import { create } from "zustand";
import { sentence } from "../../api/client";
import { cases as routes, dialogues } from "../../api/studio";
import type { CaseRun } from "../../api/types";
import { strings } from "../../app/strings";
import type { JsonObject } from "../../document/json";
import { toast } from "../../ui";
import { currentFlow, keyOf } from "../editing";

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

/** `visited` names ways out as environment/flow/node:outcome, or nodes alone. */
function visitsOf(run: CaseRun, key: string): Record<string, number> {
  const visits: Record<string, number> = {};
  for (const result of run.results) {
    for (const visited of new Set(result.visited ?? [])) {
      const place = visited.startsWith(`${key}/`) ? visited.slice(key.length + 1) : visited.includes("/") ? "" : visited;
      if (place) visits[place] = (visits[place] ?? 0) + 1;
    }
  }
  return visits;
}

/** A dialogue that happened becomes a test: the server writes it from the trace; it is stored beside the flow's others. */
export async function keepAsTest(dialogue: string): Promise<void> {
  try {
    const answer = await dialogues.toCase(dialogue);
    const file = String(answer["file"] ?? "");
    const where = [answer["environment"], answer["flow"]].filter(Boolean).join("/");
    toast(strings.cases.kept(file, where));
    await runCases();
  } catch (fault) {
    toast(sentence(fault), "wrong");
  }
}
