import { useEffect, useRef } from "react";
import { traceStrings } from "../../app/trace_strings";
import type { Moment } from "./moments";
import { drawable, showStep } from "./places";
import { partsOf } from "./reduce";
import { pause, showAt } from "./replay";
import { factSentence, isTold } from "./sentences";
import { learnTitles, useKnownTitles } from "./titles";

/** What happened, in order. The time shows the moment; a step is opened by its name. What is still to come is paler. */
export function Timeline({ moments, shown }: { moments: readonly Moment[]; shown: number | null }) {
  const frame = useRef<HTMLOListElement>(null);
  const told = moments.filter((moment) => isTold(moment.fact));
  const start = moments[0]?.at_ms ?? 0;
  const current = shown === null ? undefined : told.findLast((moment) => moment.n < shown);
  useKnownTitles();
  useEffect(() => {
    learnTitles(moments.flatMap(({ fact }) => (isPlace(fact[1]) ? [fact[1]] : [])));
  }, [moments]);
  useEffect(() => {
    const list = frame.current;
    if (!list) return;
    const at = list.querySelector<HTMLElement>("[aria-current]");
    list.scrollTop = at ? at.offsetTop - list.offsetTop - list.clientHeight / 2 : list.scrollHeight;
  }, [moments, shown]);
  return (
    <ol className="facts" tabIndex={0} aria-label={traceStrings.facts} ref={frame}>
      {told.map((moment) => (
        <li
          key={moment.n}
          className={shown !== null && moment.n >= shown ? "facts-later" : ""}
          aria-current={moment === current ? "step" : undefined}
        >
          <Time moment={moment} start={start} />
          <Said moment={moment} />
        </li>
      ))}
    </ol>
  );
}

function Time({ moment, start }: { moment: Moment; start: number }) {
  const time = traceStrings.seconds(Math.round((moment.at_ms - start) / 100) / 10);
  const show = () => {
    pause();
    showAt(moment.n + 1);
  };
  return (
    <button type="button" className="facts-time" tabIndex={-1} aria-label={traceStrings.showMoment(time)} onClick={show}>
      {time}
    </button>
  );
}

function Said({ moment }: { moment: Moment }) {
  const { fact, content } = moment;
  const said = factSentence(fact, content);
  const key = isPlace(fact[1]) && isDrawn(fact[1]) ? fact[1] : null;
  if (!key) return <span className={`fact fact-${fact[0]}`}>{said}</span>;
  return (
    <button type="button" className="fact fact-place" onClick={() => void showStep(key)}>
      {said}
    </button>
  );
}

function isPlace(value: unknown): value is string {
  return typeof value === "string" && value.split("/").length === 3;
}

function isDrawn(key: string): boolean {
  const { environment, flow } = partsOf(key);
  return drawable(environment, flow);
}
