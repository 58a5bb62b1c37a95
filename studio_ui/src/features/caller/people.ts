/** Who may call in the demo: numbers that regulators reserve for fiction, so that nobody is ever rung. */

import type { Address } from "../../api/types";
import { strings } from "../../app/strings";

export interface Person {
  id: string;
  label: string;
  number: string;
  name: string;
  language: string;
}

export const numbersOf = (): Person[] => strings.callers;

/** The addresses of this channel, the linked ones first. */
export function reachable(addresses: readonly Address[], channel: "voice" | "chat"): Address[] {
  const kinds = channel === "chat" ? ["chat"] : ["number", "sip", "range"];
  return addresses
    .filter((address) => kinds.includes(address.kind))
    .toSorted((a, b) => Number(Boolean(b.link)) - Number(Boolean(a.link)));
}
