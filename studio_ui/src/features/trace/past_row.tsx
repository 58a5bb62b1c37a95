import { useEffect, useRef } from "react";
import type { PassedDialogue } from "../../api/passed";
import { traceStrings } from "../../app/trace_strings";
import { strings } from "../../app/strings";
import { Badge, spokenLocale, useNow } from "../../ui";
import { useSession } from "../session";
import { follow, useLive } from "./store";
import { useFlowTitles } from "./titles";

/** One dialogue of the list, as the feed knows it if it does; it is opened by a click. */
export function Row({ row }: { row: PassedDialogue }) {
  const followed = useLive((state) => state.followed === row.id);
  const state = useLive((live) => live.dialogues[row.id]?.state ?? row.status);
  const addresses = useSession((session) => session.addresses);
  const title = addresses.find((known) => known.address === row.address)?.title || row.address;
  const titles = useFlowTitles();
  const on = state !== "ended";
  const said = on ? (strings.states[state] ?? state) : (traceStrings.ends[row.ended] ?? strings.states["ended"]);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (followed) button.current?.scrollIntoView({ block: "nearest" });
  }, [followed]);
  return (
    <li>
      <button type="button" ref={button} aria-pressed={followed} onClick={() => void follow(row.id)} title={row.id}>
        <b>{timeOf(row.started_ms)}</b>
        <span className="trace-what">
          {strings.channels[row.channel] ?? row.channel}, {title}
        </span>
        <Badge tone={on ? "now" : row.ended === "failed" ? "wrong" : "calm"}>{said}</Badge>
        <span className="trace-more row-soft">
          {row.id.slice(-6)} · {row.release ? traceStrings.onRelease(row.release) : traceStrings.builtIn}
          {row.test && ` · ${traceStrings.test}`}
          <Lasted row={row} on={on} />
          {row.stands && ` · ${titles(row.stands)}`}
        </span>
      </button>
    </li>
  );
}

function Lasted({ row, on }: { row: PassedDialogue; on: boolean }) {
  const now = useNow(1000, on);
  const until = row.ended_ms ?? (on ? now : 0);
  if (until <= row.started_ms) return null;
  return ` · ${traceStrings.time((until - row.started_ms) / 1000)}`;
}

/** Of today the time, of other days the day too. */
function timeOf(ms: number): string {
  const at = new Date(ms);
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
  if (at.toDateString() === new Date().toDateString()) return at.toLocaleTimeString(spokenLocale(), time);
  return at.toLocaleString(spokenLocale(), { day: "numeric", month: "short", ...time });
}
