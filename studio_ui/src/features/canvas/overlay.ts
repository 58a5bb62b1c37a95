/** What the cards' left slots and their light say: the followed dialogue, or which tests pass. */

import type { StepTraffic } from "../../api/passed";
import { useOverlayChoice } from "../../app/overlay_choice";
import { strings } from "../../app/strings";
import { trafficStrings } from "../../app/traffic_strings";
import { chosenWays, useCases } from "../cases";
import { useChangeLines } from "../diff";
import { useEditing } from "../editing";
import { nameOf } from "../session";
import { shownOf, useFlowKey, useLive, type Hop, type LiveDialogue } from "../trace";
import { stepOf, useTraffic } from "../traffic";
import { triedCard, useTrying, type TriedCard } from "../try_it";

export { useOverlayChoice, type Overlay } from "../../app/overlay_choice";

export interface Shown {
  /** "now" where the followed dialogue is, "been" where it was, "" elsewhere. */
  lit: "" | "now" | "been";
  /** What the mark above the card says. */
  here: string;
  /** What became of it since the release that it is compared with; "" for nothing. */
  change: string;
  /** By place of the way out: what its left slot says, and whether the dialogue took it, and the share of those who came that did. */
  rows: { slot: string; went: boolean; share: number }[];
}

/** All that the overlay says of one card, as one value: it is drawn again only when that changes. */
export function useOverlay(node: string, outcomes: readonly string[]): Shown {
  const overlay = useOverlayChoice((state) => state.overlay);
  const current = useEditing((state) => state.current);
  const flow = useFlowKey();
  const tests = useCases((state) => (overlay === "tests" ? testSlots(state.runs[current]?.visits, chosenWays(state, current), node, outcomes) : ""));
  const live = useLive((state) => (overlay === "live" ? liveSlots(shownOf(state), `${flow}/${node}`, outcomes) : ""));
  const traffic = useTraffic((state) => (overlay === "traffic" ? trafficSlots(stepOf(state, flow, node), outcomes) : ""));
  const [change = "", ...moves] = useChangeLines(node, outcomes, overlay === "changes").split("\n");
  const tried = useTrying((state) => triedSlots(triedCard(state, `${flow}/${node}`), outcomes));
  const [lit = "", here = "", ...counts] = (tried || live).split("\n");
  const [been = "", ...tested] = (tried ? "" : tests).split("\n");
  const slots = tests && !tried ? tested : (tried ? "" : traffic).split("\n");
  return {
    lit: (lit || been) as Shown["lit"],
    here,
    change,
    rows: outcomes.map((_, place) => {
      const [slot = "", share = "0", took = ""] = (counts[place] || slots[place] || moves[place] || "").split("\t");
      return { slot, went: Boolean(counts[place] || took), share: Number(share) };
    }),
  };
}

/** Whether the followed dialogue, or the chosen test, went this way. */
export function useWent(node: string, outcome: string): boolean {
  const live = useOverlayChoice((state) => state.overlay === "live");
  const tests = useOverlayChoice((state) => state.overlay === "tests");
  const current = useEditing((state) => state.current);
  const tested = useCases((state) => tests && (chosenWays(state, current)?.has(`${node}:${outcome}`) ?? false));
  const flow = useFlowKey();
  const lived = useLive((state) => {
    const hops = live ? shownOf(state)?.hops : undefined;
    return hops !== undefined && hops.length > 0 && (waysOf(hops).get(`${flow}/${node}:${outcome}`) ?? 0) > 0;
  });
  const tried = useTrying((state) => triedCard(state, `${flow}/${node}`)?.went[outcome]);
  const trying = useTrying((state) => state.open && state.sight !== null);
  return trying ? tried !== undefined : tested || lived;
}

/** With coverage: whether no test goes this way. */
export function useUntested(node: string, outcome: string): boolean {
  const shown = useOverlayChoice((state) => state.overlay === "tests");
  const current = useEditing((state) => state.current);
  return useCases((state) => {
    const visits = shown ? state.runs[current]?.visits : undefined;
    return visits !== undefined && !visits[`${node}:${outcome}`];
  });
}

/** With traffic: which share of all dialogues left by this way, 0 to 1; null while something else is shown. */
export function useTaken(node: string, outcome: string): number | null {
  const shown = useOverlayChoice((state) => state.overlay === "traffic");
  const flow = useFlowKey();
  return useTraffic((state) => {
    if (!shown || state.of !== flow || !state.counted) return null;
    return (state.counted.steps[node]?.ways[outcome]?.dialogues ?? 0) / Math.max(1, state.counted.dialogues);
  });
}

/** Whether the chosen test came here; then each row's count of tests, and behind two tabs whether the chosen one took it. */
function testSlots(
  visits: Record<string, number> | undefined,
  chosen: Set<string> | null,
  node: string,
  outcomes: readonly string[],
): string {
  if (!visits) return "";
  const rows = outcomes.map((outcome) => {
    const times = visits[`${node}:${outcome}`];
    return `${times === undefined ? "" : slotOf(times)}\t\t${chosen?.has(`${node}:${outcome}`) ? "1" : ""}`;
  });
  return [chosen?.has(node) ? "been" : "", ...rows].join("\n");
}

const slotOf = (count: number): string => (count > 0 ? `✓ ${count}` : strings.canvas.noTest);

/** `1,204, 12 left`: those who took it, and those of them who left before any other way out; behind a tab the share. */
function trafficSlots(traffic: StepTraffic | undefined, outcomes: readonly string[]): string {
  if (!traffic) return "";
  return outcomes
    .map((outcome) => {
      const { times, dropped } = traffic.ways[outcome] ?? { times: 0, dropped: 0 };
      const said = [trafficStrings.times(times), dropped > 0 ? trafficStrings.left(dropped) : ""].filter(Boolean).join(", ");
      return `${said}\t${times / Math.max(1, traffic.entered)}`;
    })
    .join("\n");
}

/** What is tried is shown alone, whatever else the switch says. */
function triedSlots(card: TriedCard | null, outcomes: readonly string[]): string {
  if (!card) return "";
  const counts = outcomes.map((outcome) => card.went[outcome] ?? 0);
  return [card.lit, card.lit === "now" ? strings.canvas.here : "", ...counts.map((count) => (count > 0 ? strings.canvas.times(count) : ""))].join("\n");
}

function liveSlots(dialogue: LiveDialogue | undefined, key: string, outcomes: readonly string[]): string {
  if (!dialogue) return "";
  const ways = waysOf(dialogue.hops);
  const now = dialogue.at === key && dialogue.state !== "ended";
  const been = dialogue.at === key || ways.has(key);
  if (!now && !been) return "";
  const here = dialogue.state === "connected" ? strings.canvas.talking(nameOf(dialogue.agent)) : strings.canvas.here;
  const counts = outcomes.map((outcome) => ways.get(`${key}:${outcome}`) ?? 0);
  return [now ? "now" : "been", now ? here : "", ...counts.map((count) => (count > 0 ? strings.canvas.times(count) : ""))].join("\n");
}

const known = new WeakMap<readonly Hop[], Map<string, number>>();

/** How often each way out was taken, as `node:outcome`; nodes by themselves too. Counted once per list of hops. */
function waysOf(hops: readonly Hop[]): Map<string, number> {
  const before = known.get(hops);
  if (before) return before;
  const ways = new Map<string, number>();
  for (const hop of hops) {
    for (const key of [hop.node, `${hop.node}:${hop.outcome}`]) ways.set(key, (ways.get(key) ?? 0) + 1);
  }
  known.set(hops, ways);
  return ways;
}
