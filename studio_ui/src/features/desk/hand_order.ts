/** What the form of a transfer asks for, and the order that it becomes. */

import type { Transfer } from "../../api/floor_types";

export type Kind = "contact_center" | "agent" | "number";

export interface Asked {
  kind: Kind;
  center: string;
  agent: string;
  number: string;
  /** Skill to its least level. */
  skills: Readonly<Record<string, number>>;
  keepAge: boolean;
}

export const EMPTY: Asked = { kind: "contact_center", center: "", agent: "", number: "", skills: {}, keepAge: true };

/** Null as long as it is not said where to. */
export function orderOf(asked: Asked): Transfer | null {
  const number = asked.number.trim();
  switch (asked.kind) {
    case "contact_center":
      return asked.center ? { contact_center: asked.center, skills: { ...asked.skills }, keep_age: asked.keepAge } : null;
    case "agent":
      return asked.agent ? { to_agent: asked.agent, keep_age: asked.keepAge } : null;
    case "number":
      return number ? { number } : null;
  }
}

const SOON = ["idle", "offered", "wrapping", "busy"];

/** Whoever could answer soonest comes first; the signed-out are not there. */
export function bySoonest<T extends { state: string; name: string }>(agents: readonly T[]): T[] {
  const rank = (state: string) => (SOON.indexOf(state) + SOON.length + 1) % (SOON.length + 1);
  return agents
    .filter((agent) => agent.state !== "signed_out" && agent.state !== "draining")
    .toSorted((a, b) => rank(a.state) - rank(b.state) || a.name.localeCompare(b.name));
}
