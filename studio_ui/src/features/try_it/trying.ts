/** What is being tried, and the way that it took: small, because the canvas draws it. */

import { create } from "zustand";
import type { Sight } from "../../api/trials";

export interface Setup {
  channel: "voice" | "chat";
  address: string;
  who: string;
  at: string;
  agents: "free" | "busy" | "nobody";
}

interface Trying {
  /** Whether the panel is there: only then the canvas shows the way. */
  open: boolean;
  /** environment/flow of what is tried; "" before it began. */
  of: string;
  setup: Setup;
  start: { address?: string };
  sight: Sight | null;
  busy: boolean;
  problem: string;
  /** The draft does not run as it is now: what is shown is from before. */
  stale: boolean;
}

export const NO_TRY = { of: "", start: {}, sight: null, busy: false, problem: "", stale: false } as const;

export const useTrying = create<Trying>(() => ({
  open: false,
  setup: { channel: "voice", address: "", who: "", at: "", agents: "free" },
  ...NO_TRY,
}));

export interface TriedCard {
  lit: "" | "now" | "been";
  went: Record<string, number>;
}

const none: TriedCard = { lit: "", went: {} };
const known = new WeakMap<Sight, Map<string, TriedCard>>();

/** Of one step, `environment/flow/node`: whether the dialogue is or was there, and how often it left by which way. */
export function triedCard(state: Pick<Trying, "open" | "sight">, key: string): TriedCard | null {
  if (!state.open || !state.sight) return null;
  let cards = known.get(state.sight);
  if (!cards) known.set(state.sight, (cards = cardsOf(state.sight)));
  return cards.get(key) ?? none;
}

function cardsOf(sight: Sight): Map<string, TriedCard> {
  const cards = new Map<string, TriedCard>();
  const card = (key: string): TriedCard => {
    const found = cards.get(key) ?? { lit: "been", went: {} };
    cards.set(key, found);
    return found;
  };
  for (const key of sight.visited) card(key);
  for (const [key, outcome] of sight.ways) {
    const { went } = card(key);
    went[outcome] = (went[outcome] ?? 0) + 1;
  }
  for (const key of sight.at) card(key).lit = "now";
  return cards;
}

/** The step of this flow where the dialogue is now, to be brought into sight; "" if it is elsewhere. */
export function triedHere(state: Pick<Trying, "open" | "sight">, flow: string): string {
  const at = state.open ? state.sight?.at.find((key) => key.startsWith(`${flow}/`)) : undefined;
  return at ? at.slice(flow.length + 1) : "";
}
