import { useMemo } from "react";
import { ask, usePath } from "../../app/address";
import { traceStrings } from "../../app/trace_strings";
import { strings } from "../../app/strings";
import { Badge, Button } from "../../ui";
import { useOffer, type Command } from "../commands";
import { useEditing } from "../editing";
import { useMay, useSession } from "../session";
import { momentsOf, stopsOf, type Moment } from "./moments";
import { pause, play, showAt, SPEEDS, step, useReplay, type Speed } from "./replay";
import { factSentence, isTold } from "./sentences";
import { useLive } from "./store";
import { RunFlows } from "./run_flows";
import { Timeline } from "./timeline";
import { useKnownTitles } from "./titles";
import { Values } from "./values";

const COMMANDS: readonly Command[] = [
  { id: "run back", title: () => traceStrings.stepBack, group: "view", keys: [","], run: () => step(-1) },
  { id: "run on", title: () => traceStrings.stepOn, group: "view", keys: ["."], run: () => step(1) },
  { id: "run play", title: () => (useReplay.getState().playing ? traceStrings.pause : traceStrings.play), group: "view", run: () => (useReplay.getState().playing ? pause() : play()) },
];
const NO_COMMANDS: readonly Command[] = [];

const NO_MOMENTS: Moment[] = [];

/** The followed dialogue: what happened in order, looked at again from moment to moment, and what was set until then. */
export function Run({ keep }: { keep: (dialogue: string) => void }) {
  const followed = useLive((state) => state.followed);
  const rows = useLive((state) => state.dialogues[state.followed]?.rows);
  const leftOut = useLive((state) => state.dialogues[state.followed]?.leftOut ?? 0);
  const shown = useLive((state) => state.past?.shown ?? null);
  const missing = useLive((state) => state.missing === state.followed);
  const moments = useMemo(() => (rows ? momentsOf(rows) : NO_MOMENTS), [rows]);
  const stops = useMemo(() => stopsOf(moments), [moments]);
  useOffer("run", followed === "" ? NO_COMMANDS : COMMANDS);
  if (followed === "") return <p className="hint drawer-empty">{traceStrings.choose}</p>;
  if (moments.length === 0) {
    return <p className="hint drawer-empty">{missing ? traceStrings.unknown(followed) : traceStrings.lookingFor}</p>;
  }
  return (
    <div className="run">
      <Controls moments={moments} stops={stops} keep={keep} />
      <div className="run-head">
        <RunFlows moments={moments} />
        {leftOut > 0 && <p className="hint trace-word">{traceStrings.leftOut(leftOut)}</p>}
      </div>
      <Timeline moments={moments} shown={shown} />
      <Values moments={moments} stops={stops} shown={shown ?? moments.length} />
    </div>
  );
}

interface Props {
  moments: readonly Moment[];
  stops: readonly number[];
  keep: (dialogue: string) => void;
}

function Controls({ moments, stops, keep }: Props) {
  const followed = useLive((state) => state.followed);
  const state = useLive((live) => live.past?.dialogue.state ?? live.dialogues[live.followed]?.state ?? "");
  const over = useLive((live) => live.dialogues[live.followed]?.state === "ended");
  const shown = useLive((live) => live.past?.shown ?? null) ?? moments.length;
  const playing = useReplay((replay) => replay.playing);
  const speed = useReplay((replay) => replay.speed);
  const mayKeep = useMay("edit");
  return (
    <div className="run-controls" role="group" aria-label={traceStrings.replay}>
      <Button kind="quiet" aria-label={traceStrings.toStart} off={shown <= (stops[0] ?? 0)} onClick={() => showAt(stops[0] ?? 0)}>
        |◀
      </Button>
      <Button kind="quiet" aria-label={traceStrings.stepBack} off={shown <= (stops[0] ?? 0)} onClick={() => step(-1)}>
        ◂
      </Button>
      <Button kind="quiet" onClick={playing ? pause : play}>
        {playing ? traceStrings.pause : traceStrings.play}
      </Button>
      <Button kind="quiet" aria-label={traceStrings.stepOn} off={shown >= moments.length} onClick={() => step(1)}>
        ▸
      </Button>
      <Button
        kind="quiet"
        aria-label={over ? traceStrings.toEnd : traceStrings.toNow}
        off={shown >= moments.length}
        onClick={() => showAt(null)}
      >
        ▶|
      </Button>
      <Slider moments={moments} stops={stops} shown={shown} />
      <select
        className="input run-speed"
        aria-label={traceStrings.speed}
        value={speed}
        onChange={(event) => useReplay.setState({ speed: Number(event.target.value) as Speed })}
      >
        {SPEEDS.map((one) => (
          <option key={one} value={one}>
            {traceStrings.times(one)}
          </option>
        ))}
      </select>
      <Badge tone={state === "ended" ? "calm" : "now"}>{strings.states[state] ?? state}</Badge>
      <OnRelease />
      {mayKeep && <Button onClick={() => keep(followed)}>{traceStrings.keep}</Button>}
    </div>
  );
}

/** The release of the open flow on which it ran, where the draft is another one: the flow as the caller met it. */
function OnRelease() {
  const open = useEditing((state) => state.open[state.current]);
  const number = useLive((state) => state.dialogues[state.followed]?.releases[open?.environment ?? ""] ?? 0);
  const inStudio = usePath()[0] === "studio";
  const known = useSession((state) => state.environments.find((one) => one.name === open?.environment));
  const differs = known?.live !== number || known.flows.some((flow) => flow.name === open?.name && flow.changed);
  if (number === 0 || !differs || open?.release === number || !inStudio) return null;
  return (
    <Button kind="quiet" onClick={() => ask("release", String(number))}>
      {traceStrings.asInRelease(number)}
    </Button>
  );
}

/** Every stop on a line; arrow keys go along it. */
function Slider({ moments, stops, shown }: { moments: readonly Moment[]; stops: readonly number[]; shown: number }) {
  useKnownTitles();
  const at = Math.max(0, stops.findLastIndex((stop) => stop <= shown));
  const last = moments.slice(0, shown).findLast((moment) => isTold(moment.fact));
  return (
    <input
      type="range"
      className="run-line"
      aria-label={traceStrings.moment}
      aria-valuetext={traceStrings.momentOf(at + 1, stops.length, last ? factSentence(last.fact, last.content) : "")}
      min={0}
      max={Math.max(0, stops.length - 1)}
      value={at}
      onChange={(event) => {
        pause();
        showAt(stops[Number(event.target.value)] ?? 0);
      }}
    />
  );
}
