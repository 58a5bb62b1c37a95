/** What the cards' left slots and their light say: the followed dialogue, or which tests pass. */

import { useShallow } from "zustand/react/shallow";
import { strings } from "../../app/strings";
import { useCases } from "../cases";
import { useEditing } from "../editing";
import { useLive, type LiveDialogue } from "../trace";
import { create } from "zustand";

export type Overlay = "live" | "tests" | "plain";
export const useOverlayChoice = create<{ overlay: Overlay }>(() => ({ overlay: "live" }));

interface View {
  /** "now" where the followed dialogue is, "been" where it was, "" elsewhere. */
  lit: (node: string) => "" | "now" | "been";
  went: (node: string, outcome: string) => boolean;
  slot: (node: string, outcome: string) => string;
}

/** One value per card or row: it is drawn again only when that value changes. */
export function useOverlay<T extends string | boolean>(select: (view: View) => T): T {
  const { overlay } = useOverlayChoice();
  const current = useEditing((state) => state.current);
  const passing = useCases(useShallow((state) => (overlay === "tests" ? (state.runs[current]?.visits ?? null) : null)));
  return useLive((state) => select(viewOf(overlay, current, state.dialogues[state.followed], passing)));
}

function viewOf(
  overlay: Overlay,
  current: string,
  dialogue: LiveDialogue | undefined,
  visits: Record<string, number> | null,
): View {
  const live = overlay === "live" ? dialogue : undefined;
  const key = (node: string) => `${current}/${node}`;
  const times = (node: string, outcome: string) =>
    live?.hops.filter((hop) => hop.node === key(node) && hop.outcome === outcome).length ?? 0;
  return {
    lit: (node) => {
      if (!live) return "";
      if (live.at === key(node) && live.state !== "ended") return "now";
      return live.at === key(node) || live.hops.some((hop) => hop.node === key(node)) ? "been" : "";
    },
    went: (node, outcome) => times(node, outcome) > 0,
    slot: (node, outcome) => {
      if (overlay === "tests") {
        if (!visits) return "";
        const count = visits[`${node}:${outcome}`] ?? 0;
        return count > 0 ? `✓ ${count}` : strings.canvas.noTest;
      }
      const count = times(node, outcome);
      return count > 0 ? strings.canvas.times(count) : "";
    },
  };
}
