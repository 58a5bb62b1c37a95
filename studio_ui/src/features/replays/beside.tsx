import { useEffect, useRef, useState } from "react";
import { sentence } from "../../api/client";
import { replays, type Beside, type ReplayReport, type Way } from "../../api/replays";
import { Link } from "../../app/link";
import { replaysStrings as words } from "../../app/replays_strings";
import { strings } from "../../app/strings";
import { Badge, Button } from "../../ui";
import { shortOf, stepAddress, traceAddress, useDrawn, useFlowOf } from "./place";
import { endSaid } from "./said";

interface Props {
  report: ReplayReport;
  dialogue: string;
  close: () => void;
}

/** One dialogue's two ways beside each other: as it was, and on what was tried. */
export function BothWays({ report, dialogue, close }: Props) {
  const { environment, id, against } = report;
  const [found, setFound] = useState<Beside | null>(null);
  const [problem, setProblem] = useState("");
  const flow = useFlowOf(environment)();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  useEffect(() => {
    let wanted = true;
    replays.beside(environment, id, dialogue).then(
      (told) => wanted && setFound(told),
      (fault: unknown) => wanted && setProblem(sentence(fault)),
    );
    return () => {
      wanted = false;
    };
  }, [environment, id, dialogue]);
  const said = words.besideOf(shortOf(dialogue));
  return (
    <section className="replay-both" aria-label={said} onKeyDown={(event) => event.key === "Escape" && close()}>
      <div className="replay-title">
        <h4 ref={head} tabIndex={-1}>
          {said}
        </h4>
        {flow && (
          <Link className="link" href={traceAddress(environment, flow, dialogue)} aria-label={words.traceOf(shortOf(dialogue))}>
            {words.trace}
          </Link>
        )}
        <span className="spring" />
        <Button onClick={close}>{words.close}</Button>
      </div>
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      {!found && !problem && <p className="hint">{strings.loading}</p>}
      {found?.untold && <p className="field-error">{words.reason(found.untold)}</p>}
      {found && !found.untold && <Ways found={found} against={against} />}
    </section>
  );
}

function Ways({ found, against }: { found: Beside; against: string }) {
  const alike = found.alike ?? 0;
  return (
    <>
      <p className="hint">
        {words.alike(alike)} {against === "the draft" && words.asNow}
      </p>
      <div className="replay-columns">
        <Side title={words.itWas} ways={found.before ?? []} alike={alike} end={endSaid(found.ended_before ?? "", found.queue_before ?? "")} />
        <Side title={words.againsts(against)} ways={found.now ?? []} alike={alike} end={endSaid(found.ended_now ?? "", found.queue_now ?? "")} />
      </div>
    </>
  );
}

function Side({ title, ways, alike, end }: { title: string; ways: readonly Way[]; alike: number; end: string }) {
  const isDrawn = useDrawn();
  return (
    <div role="group" aria-label={title}>
      <h5>{title}</h5>
      <ol>
        {ways.map(([environment, flow, node, outcome], at) => (
          <li key={at} className={at < alike ? "replay-alike" : undefined}>
            {isDrawn(environment, flow) ? (
              <Link className="link" href={stepAddress(environment, flow, node)}>
                <code>{words.place(flow, node)}</code>
              </Link>
            ) : (
              <code>{words.place(flow, node)}</code>
            )}
            <span>{words.outcome(outcome)}</span>
            {at === alike && <Badge tone="care">{words.partsHere}</Badge>}
          </li>
        ))}
      </ol>
      <p>
        <span className="row-soft">{words.ends}</span> {end}
      </p>
    </div>
  );
}
