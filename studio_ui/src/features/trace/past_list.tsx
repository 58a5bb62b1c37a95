import { useEffect, useMemo, useRef } from "react";
import type { PassedDialogue } from "../../api/passed";
import { usePath } from "../../app/address";
import { strings } from "../../app/strings";
import { useFlowTitles } from "./titles";
import { Badge, Button, useNow } from "../../ui";
import { useEditing } from "../editing";
import { useSession } from "../session";
import { follow, useLive } from "./store";
import { useFlowKey } from "./places";
import { look, lookFurther, MOST, usePast, want, ALL, type Since, SINCE } from "./past";
import type { LiveDialogue } from "./reduce";

/** What is new in the feed is asked for after so long, and no oftener than this. */
const SOON_MS = 500;
const SELDOM_MS = 3000;

/** The last dialogues of the open flow, those that are on at the top; the newest first. */
export function PastList() {
  const environment = useEditing((state) => state.open[state.current]?.environment ?? "");
  const flow = useEditing((state) => state.open[state.current]?.name ?? "");
  useLooking(environment, flow);
  const rows = usePast((state) => state.rows);
  const standing = usePast((state) => state.standing);
  const problem = usePast((state) => state.problem);
  const others = useOthers(rows);
  const all = useSorted(others, rows);
  return (
    <div className="trace-side">
      <Filters />
      {standing === "failed" && (
        <p role="alert" className="field-error trace-word">
          {rows.length > 0 ? strings.trace.listFailed(problem) : problem}
        </p>
      )}
      {standing === "looking" && rows.length === 0 && <p className="hint trace-word">{strings.loading}</p>}
      {standing === "there" && all.length === 0 && <Nothing />}
      <ul className="trace-dialogues" aria-label={strings.trace.dialogues}>
        {all.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      <Further environment={environment} flow={flow} />
    </div>
  );
}

function Nothing() {
  const lookedAt = usePast((state) => state.lookedAt);
  const more = usePast((state) => state.next !== "");
  const any = usePast((state) => state.wanted === ALL);
  const said = any ? strings.trace.noneHere : more ? strings.trace.noneAmong(lookedAt) : strings.trace.noneSuch;
  return <p className="hint trace-word">{said}</p>;
}

/** Asks when the flow or what is wanted changes, and when the feed tells of another dialogue. */
function useLooking(environment: string, flow: string): void {
  const wanted = usePast((state) => state.wanted);
  const turns = useLive((state) => state.turns);
  const standing = useLive((state) => state.standing);
  const last = useRef(0);
  useEffect(() => {
    if (flow) void look(environment, flow);
  }, [environment, flow, wanted]);
  useEffect(() => {
    if (!flow || turns === 0 || standing !== "open") return;
    const wait = Math.max(SOON_MS, last.current + SELDOM_MS - Date.now());
    const timer = window.setTimeout(() => {
      last.current = Date.now();
      void look(environment, flow);
    }, wait);
    return () => clearTimeout(timer);
  }, [environment, flow, turns, standing]);
}

/**
 * What the list does not have: the followed dialogue, when it is new or was somewhere else; those that are here longer
 * than the list goes back; on the overview, where one calls any line, all that are on.
 */
function useOthers(rows: readonly PassedDialogue[]): PassedDialogue[] {
  const dialogues = useLive((state) => state.dialogues);
  const followed = useLive((state) => state.followed);
  const everywhere = usePath()[0] !== "studio";
  const flow = useFlowKey();
  const wanted = usePast((state) => state.wanted);
  const more = usePast((state) => state.next !== "");
  return useMemo(() => {
    const listed = new Set(rows.map((row) => row.id));
    const oldest = rows.at(-1)?.id ?? "";
    const isOn = (known: LiveDialogue) => known.state !== "ended" && (everywhere || (more && wanted === ALL && known.id < oldest && isIn(known, flow)));
    const others = Object.values(dialogues).filter((known) => !listed.has(known.id) && (known.id === followed || isOn(known)));
    return others.map(rowOf).toSorted((a, b) => b.started_ms - a.started_ms).slice(0, MOST_OTHERS);
  }, [dialogues, followed, everywhere, rows, flow, wanted, more]);
}

const MOST_OTHERS = 60;

const isIn = (known: LiveDialogue, flow: string): boolean =>
  known.at.startsWith(`${flow}/`) || known.queuedAt.startsWith(`${flow}/`) || known.hops.some((hop) => hop.node.startsWith(`${flow}/`));

/** Those that are on come first; both in the order in which they began, the newest first. */
function useSorted(others: readonly PassedDialogue[], rows: readonly PassedDialogue[]): PassedDialogue[] {
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

function Row({ row }: { row: PassedDialogue }) {
  const followed = useLive((state) => state.followed === row.id);
  const state = useLive((live) => live.dialogues[row.id]?.state ?? row.status);
  const addresses = useSession((session) => session.addresses);
  const title = addresses.find((known) => known.address === row.address)?.title || row.address;
  const titles = useFlowTitles();
  const on = state !== "ended";
  const said = on ? (strings.states[state] ?? state) : (strings.trace.ends[row.ended] ?? strings.states["ended"]);
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
          {row.id.slice(-6)} · {row.release ? strings.trace.onRelease(row.release) : strings.trace.builtIn}
          {row.test && ` · ${strings.trace.test}`}
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
  return ` · ${strings.trace.time((until - row.started_ms) / 1000)}`;
}

/** Of today the time, of other days the day too. */
function timeOf(ms: number): string {
  const at = new Date(ms);
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
  if (at.toDateString() === new Date().toDateString()) return at.toLocaleTimeString(undefined, time);
  return at.toLocaleString(undefined, { day: "numeric", month: "short", ...time });
}

const CHANNELS = ["voice", "chat", "message"];
const ENDS = ["live", "dropped", "self_served", "left_in_flow", "abandoned", "served", "after_queue", "transferred", "failed"];

function Filters() {
  const wanted = usePast((state) => state.wanted);
  return (
    <div className="trace-filters" role="group" aria-label={strings.trace.which}>
      <select
        className="input"
        aria-label={strings.trace.since}
        value={wanted.since}
        onChange={(event) => want({ since: event.target.value as Since })}
      >
        {Object.keys(SINCE).map((since) => (
          <option key={since} value={since}>
            {strings.trace.sinceWhen[since]}
          </option>
        ))}
      </select>
      <Choice label={strings.trace.how} any={strings.trace.anyEnd} value={wanted.ended} options={ENDS} words={strings.trace.ends} choose={(ended) => want({ ended })} />
      <Choice label={strings.trace.channel} any={strings.trace.anyChannel} value={wanted.channel} options={CHANNELS} words={strings.channels} choose={(channel) => want({ channel })} />
      <label className="trace-tests">
        <input type="checkbox" checked={wanted.tests} onChange={(event) => want({ tests: event.target.checked })} /> {strings.trace.tests}
      </label>
      <Narrowed />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  any: string;
  value: string;
  options: readonly string[];
  words: Record<string, string>;
  choose: (value: string) => void;
}

function Choice({ label, any, value, options, words, choose }: ChoiceProps) {
  return (
    <select className="input" aria-label={label} value={value} onChange={(event) => choose(event.target.value)}>
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {words[option] ?? option}
        </option>
      ))}
    </select>
  );
}

/** Those of one step are asked for from the canvas; here it is said, and taken back. */
function Narrowed() {
  const { step, outcome, stopped } = usePast((state) => state.wanted);
  const titles = useFlowTitles();
  if (!step) return null;
  const title = titles(step);
  const said = stopped
    ? strings.trace.stoppedAt(title)
    : outcome
      ? strings.trace.leftStepBy(title, outcome.replaceAll("_", " "))
      : strings.trace.atStep(title);
  return (
    <span className="trace-narrowed">
      {strings.trace.only(said)}{" "}
      <button type="button" className="link" onClick={() => want(ALL)}>
        {strings.trace.everyOne}
      </button>
    </span>
  );
}

function Further({ environment, flow }: { environment: string; flow: string }) {
  const more = usePast((state) => state.next !== "");
  const rows = usePast((state) => state.rows.length);
  if (!more) return null;
  if (rows >= MOST) return <p className="hint trace-word">{strings.trace.tooMany(rows)}</p>;
  return (
    <Button kind="quiet" onClick={() => void lookFurther(environment, flow)}>
      {strings.trace.further}
    </Button>
  );
}
