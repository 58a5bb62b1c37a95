/** What became of dialogues, before and now, in words. */

import type { Fate } from "../../api/replays";
import { replaysStrings as words } from "../../app/replays_strings";

export const endSaid = (ended: string, queue: string): string => [words.ended(ended), queue && words.queue(queue)].filter(Boolean).join(", ");

export function fateSaid(fate: Fate): string {
  const before = endSaid(fate.ended_before, fate.queue_before);
  const now = endSaid(fate.ended_now, fate.queue_now);
  return before === now ? `${before}, ${words.asBefore}` : `${before} → ${now}`;
}
