/** What the feed knows beside the list of the server, and the order of both. */

import { useMemo } from "react";
import type { PassedDialogue } from "../../api/passed";
import { usePath } from "../../app/address";
import { isAll, usePast } from "./past";
import { useFlowKey } from "./places";
import type { LiveDialogue } from "./reduce";
import { useLive } from "./store";

/**
 * What the list does not have: the followed dialogue, when it is new or was somewhere else; those that are here longer
 * than the list goes back; on the overview, where one calls any line, all that are on.
 */
export function useOthers(rows: readonly PassedDialogue[]): PassedDialogue[] {
  const dialogues = useLive((state) => state.dialogues);
  const followed = useLive((state) => state.followed);
  const everywhere = usePath()[0] !== "studio";
  const flow = useFlowKey();
  const wanted = usePast((state) => state.wanted);
  const more = usePast((state) => state.next !== "");
  return useMemo(() => {
    const listed = new Set(rows.map((row) => row.id));
    const oldest = rows.at(-1)?.id ?? "";
    const isOn = (known: LiveDialogue) => known.state !== "ended" && (everywhere || (more && isAll(wanted) && known.id < oldest && isIn(known, flow)));
    const others = Object.values(dialogues).filter((known) => !listed.has(known.id) && (known.id === followed || isOn(known)));
    return others.map(rowOf).toSorted((a, b) => b.started_ms - a.started_ms).slice(0, MOST_OTHERS);
  }, [dialogues, followed, everywhere, rows, flow, wanted, more]);
}

const MOST_OTHERS = 60;

const isIn = (known: LiveDialogue, flow: string): boolean =>
  known.at.startsWith(`${flow}/`) || known.queuedAt.startsWith(`${flow}/`) || known.hops.some((hop) => hop.node.startsWith(`${flow}/`));

/** Those that are on come first; both in the order in which they began, the newest first. */
export function useSorted(others: readonly PassedDialogue[], rows: readonly PassedDialogue[]): PassedDialogue[] {
  const dialogues = useLive((state) => state.dialogues);
  return useMemo(() => {
    const isOn = (row: PassedDialogue) => (dialogues[row.id]?.state ?? row.status) !== "ended";
    return [...others, ...rows].toSorted((a, b) => Number(isOn(b)) - Number(isOn(a)) || b.started_ms - a.started_ms);
  }, [dialogues, others, rows]);
}

function rowOf(known: LiveDialogue): PassedDialogue {
  return {
    id: known.id,
    channel: known.channel,
    address: known.address,
    status: known.state,
    ended: known.state === "ended" ? "" : "live",
    started_ms: startOf(known.id),
    ended_ms: null,
    contact_center: known.contactCenter,
    language: "",
    release: Object.values(known.releases)[0] ?? 0,
    steps: known.hops.length,
    stands: "",
    test: false,
  };
}

/** Ids begin with the moment in which they were made. */
const startOf = (id: string): number => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16) || 0;
