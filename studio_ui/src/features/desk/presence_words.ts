/** Presence as one choice: an intent, and with `away` the reason for it. */

import type { DeskView } from "../../api/floor_types";
import { deskStrings } from "../../app/desk_strings";

export interface Meant {
  intent: string;
  reason: string;
}

/** `away:lunch` and back. */
export const choiceOf = ({ intent, reason }: Meant): string => (intent === "away" && reason ? `away:${reason}` : intent);

export function meantBy(choice: string): Meant {
  const [intent = "", ...reason] = choice.split(":");
  return { intent, reason: reason.join(":") };
}

export function wordsFor({ intent, reason }: Meant, reasons: Record<string, string>): string {
  const intention = deskStrings.intents[intent] ?? intent;
  return intent === "away" && reason ? `${intention}: ${reasons[reason] ?? reason}` : intention;
}

/** All that can be chosen; a reason that the tenant has no more stays choosable while it holds. */
export function choices(me: DeskView | null): Meant[] {
  const known = Object.keys(me?.away_reasons ?? {});
  const held = me?.intent === "away" && me.reason && !known.includes(me.reason) ? [me.reason] : [];
  return [
    { intent: "available", reason: "" },
    { intent: "away", reason: "" },
    ...[...known, ...held].map((reason) => ({ intent: "away", reason })),
    { intent: "do_not_disturb", reason: "" },
    { intent: "offline", reason: "" },
  ];
}
