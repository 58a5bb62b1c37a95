/** What runs of tests say of a flow: which ways they took, and how much of it is covered. */

import type { Coverage } from "../../api/cases";
import type { CaseResult } from "../../api/types";

/** How often each way out was taken, as `node:outcome`; those that no test took with 0. */
export function visitsOf(coverage: Coverage | null): Record<string, number> {
  return Object.fromEntries((coverage?.ways ?? []).map(([node, outcome, times]) => [`${node}:${outcome}`, times]));
}

export function coveredOf(coverage: Coverage | null): { taken: number; possible: number } | null {
  if (!coverage) return null;
  return { taken: coverage.ways.filter(([, , times]) => times > 0).length, possible: coverage.ways.length };
}

/** One run of one test among all of a flow. */
export const nameOfResult = (result: CaseResult): string => `${result.file}\n${result.case}\n${result.example ?? ""}`;

/** The ways that a test took within a flow, in their order. */
export function waysIn(result: CaseResult | undefined, flow: string): { node: string; outcome: string }[] {
  return (result?.visited ?? [])
    .filter(([key]) => key.startsWith(`${flow}/`))
    .map(([key, outcome]) => ({ node: key.slice(flow.length + 1), outcome }));
}

/** The step of this flow at which a test failed: the last that the play names before the line that differs. */
export function failedAt(result: CaseResult, flow: string): string {
  const play = result.failure?.play ?? [];
  const differs = play.findIndex((line) => line.differs);
  const before = differs < 0 ? play : play.slice(0, differs + 1);
  const said = before.findLast((line) => (line.name || line.who).startsWith(`${flow}/`));
  if (said) return (said.name || said.who).slice(flow.length + 1);
  return waysIn(result, flow).at(-1)?.node ?? "";
}
