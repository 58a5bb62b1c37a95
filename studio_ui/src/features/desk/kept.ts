/** What a desk would forget with a reload: words that were said, and those that are being written. */

import type { DeskWork, Work } from "./reduce";

type Kept = Pick<Work, "lines" | "draft" | "note" | "disposition" | "noted">;
const KEY = "desk";

export function keep(work: DeskWork): void {
  const words: Record<string, Kept> = {};
  for (const { reservation, lines, draft, note, disposition, noted } of Object.values(work)) {
    words[reservation] = { lines, draft, note, disposition, noted };
  }
  try {
    sessionStorage.setItem(KEY, JSON.stringify(words));
  } catch {
    // without storage a reload forgets them; all else works
  }
}

export function withKept(work: DeskWork): DeskWork {
  const words = read();
  return Object.fromEntries(Object.entries(work).map(([id, piece]) => [id, { ...piece, ...words[id] }]));
}

function read(): Record<string, Kept> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Record<string, Kept>;
  } catch {
    return {};
  }
}
