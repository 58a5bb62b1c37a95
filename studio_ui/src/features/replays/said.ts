/** What became of dialogues, before and now, in words. */

import type { Fate, ReplayRow } from "../../api/replays";
import { replaysStrings as words } from "../../app/replays_strings";

export const endSaid = (ended: string, queue: string): string => [words.ended(ended), queue && words.queue(queue)].filter(Boolean).join(", ");

export function fateSaid(fate: Fate): string {
  const before = endSaid(fate.ended_before, fate.queue_before);
  const now = endSaid(fate.ended_now, fate.queue_now);
  return before === now ? `${before}, ${words.asBefore}` : `${before} → ${now}`;
}

type Counts = Pick<ReplayRow, "state" | "of" | "replayed" | "parted">;

/** A report in one line of the list. Nothing replayed is no proof that all is as before. */
export function rowSaid({ state, of, replayed, parted }: Counts): string {
  if (replayed > 0) return words.row(parted, replayed);
  if (state !== "done") return words.rowNoneYet;
  return of === 0 ? words.rowNothing : words.rowNone;
}

/** What a reader hears when one that ran is done. */
export function endOfReplaySaid({ of, replayed, parted }: Counts): string {
  if (replayed > 0) return words.finished(parted, replayed);
  return of === 0 ? words.nothing : words.noneCould(of);
}
