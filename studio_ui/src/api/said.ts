/** What the server says, in the language of the page: by its code and what it is about; else in the server's English. */

import type { Finding } from "./types";

/** Sentences of one code with their hints. {0}, {1}: what the sentence is about; {en}: the server's own sentence;
 *  {en-hint}: its hint; {known}: what the hint says there is. The first that has all it needs, and needs the most, is
 *  taken. */
export type Said = readonly (readonly [sentence: string, hint?: string])[];

/** Parts of sentences, each with its words in the other language, or with what makes them. */
export type Parts = readonly (readonly [english: RegExp, other: string | ((found: string) => string)])[];

export interface Sayings {
  findings: Readonly<Record<string, Said>>;
  problems: Readonly<Record<string, Said>>;
  /** What the titles of fixes begin with, such as “Connect to”. */
  fixes: readonly (readonly [english: RegExp, other: string])[];
  /** Parts of the sentences of a comparison (lang/diff/): all that are found, one after the other. */
  changes: Parts;
  /** Sentences of why somebody waits or gets no work (floor/), treated in the same way. */
  why: Parts;
  /** What only values at run time could show, and what a step says of itself (EvaluationFault, `explain`). */
  faults: Parts;
  /** The lines of a test as a play (testbench/play.py), and why it failed (StepFailed). */
  play: Parts;
  failures: Parts;
  known: (names: string) => string;
  noneKnown: string;
  /** Nobody answered at all. */
  unreachable: string;
}

let sayings: Sayings | null = null;

export function sayIn(language: Sayings | null): void {
  sayings = language;
}

interface Told {
  code: string;
  message: string;
  hint: string;
  args: readonly string[];
}

export function findingSaid(finding: Finding): Finding {
  if (!sayings) return finding;
  const { message, hint } = said(sayings.findings, { hint: "", args: [], ...finding });
  const fixes = finding.fixes?.map((fix) => ({ ...fix, title: titleSaid(fix.title) }));
  return { ...finding, message, hint, ...(fixes ? { fixes } : {}) };
}

/** The sentence and the way out of a refusal. */
export function problemSaid(told: Told): { message: string; hint: string } {
  return sayings ? said(sayings.problems, told) : told;
}

export const unreachableSaid = (english: string): string => sayings?.unreachable ?? english;

/** What differs between two documents. */
export const changeSaid = (english: string): string => inParts(sayings?.changes, english);

/** Where a dialogue stands, what comes, and what keeps an agent from it. */
export const whySaid = (english: string): string => inParts(sayings?.why, english);

/** Why an expression or a step has no value or no way on. */
export const faultSaid = (english: string): string => inParts(sayings?.faults, english);

/** A line of a play. What callers and flows say is theirs: only what is told of them is said in other words. */
export function playSaid(who: string, english: string): string {
  if (who !== "flow") return inParts(sayings?.play, english);
  const [, fault = "", told = ""] = /^(fault: )?(.*)$/s.exec(english) ?? [];
  return inParts(sayings?.play, fault) + faultSaid(fault ? told : inParts(sayings?.play, told));
}

export const failureSaid = (english: string): string => inParts(sayings?.failures, english);

const inParts = (parts: Parts = [], english: string): string =>
  parts.reduce((said, [part, other]) => (typeof other === "string" ? said.replace(part, other) : said.replace(part, other)), english);

function titleSaid(title: string): string {
  for (const [english, other] of sayings?.fixes ?? []) if (english.test(title)) return title.replace(english, other);
  return title;
}

function said(words: Readonly<Record<string, Said>>, { code, message, hint, args }: Told): { message: string; hint: string } {
  const fit = (words[code] ?? []).filter(([sentence]) => needs(sentence) <= args.length);
  const best = fit.toSorted((a, b) => needs(b[0]) - needs(a[0]))[0];
  if (!best) return { message, hint };
  const filled = (text: string) => text.replaceAll(/\{(\d+|en|en-hint|known)\}/g, (_, name: string) => value(name, message, hint, args)).trim();
  return { message: filled(best[0]), hint: filled(best[1] ?? "") };
}

const needs = (text: string): number => Math.max(0, ...[...text.matchAll(/\{(\d+)\}/g)].map((found) => Number(found[1]) + 1));

function value(name: string, message: string, hint: string, args: readonly string[]): string {
  if (name === "en") return message;
  if (name === "en-hint") return hint;
  if (name !== "known") return args[Number(name)] ?? "";
  const names = /Known(?: here)?: (.*?)\.?$/.exec(hint)?.[1];
  if (names) return sayings?.known(names) ?? "";
  return hint.endsWith("There is none yet.") ? (sayings?.noneKnown ?? "") : "";
}
