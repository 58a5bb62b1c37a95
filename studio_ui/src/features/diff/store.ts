/** The comparison that is on the screen: two of a release, what is live and the draft, as the server tells them apart. */

import { useEffect } from "react";
import { create } from "zustand";
import { sentence } from "../../api/client";
import { releases as routes, type ChangedFile } from "../../api/releases";
import { fileOf, marksOf, type Marks } from "./marks";

interface Diff {
  /** Which comparison `files` is of; "" before the first. */
  key: string;
  /** null while they are not known. */
  files: readonly ChangedFile[] | null;
  problem: string;
}

export const useDiff = create<Diff>(() => ({ key: "", files: null, problem: "" }));

export interface Pair {
  environment: string;
  /** A release's number, `live` or `draft`; 0 is nothing. */
  from: string;
  to: string;
  /** Changes whenever what these names mean may have changed. */
  stamp: string;
}

const keyOf = (pair: Pair): string => [pair.environment, pair.from, pair.to].join(" ");
let turn = 0;

async function compare(pair: Pair): Promise<void> {
  const key = keyOf(pair);
  const mine = ++turn;
  if (useDiff.getState().key !== key) useDiff.setState({ key, files: null, problem: "" });
  try {
    const { files } = await routes.diff(pair.environment, pair.from, pair.to);
    if (turn === mine) useDiff.setState({ files, problem: "" });
  } catch (fault) {
    if (turn === mine) useDiff.setState({ files: null, problem: sentence(fault) });
  }
}

/** Compares while it is shown; null: nothing is asked for. */
export function useComparison(pair: Pair | null): void {
  const asked = pair ? `${keyOf(pair)} ${pair.stamp}` : "";
  useEffect(() => {
    if (pair) void compare(pair);
  }, [asked]); // `asked` is all that the pair says
}

const known = new WeakMap<readonly ChangedFile[], Map<string, Marks>>();
const NO_MARKS: Marks = { steps: {}, whole: [], count: 0 };

/** The marks of one flow; reckoned once per answer. */
export function marksIn(files: readonly ChangedFile[] | null, environment: string, flow: string): Marks {
  if (!files) return NO_MARKS;
  const byFlow = known.get(files) ?? new Map<string, Marks>();
  known.set(files, byFlow);
  const file = fileOf(environment, flow);
  const before = byFlow.get(file);
  if (before) return before;
  const marks = marksOf(files.find((one) => one.file === file)?.changes ?? []);
  byFlow.set(file, marks);
  return marks;
}
