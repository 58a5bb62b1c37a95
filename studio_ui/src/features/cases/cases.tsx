import { useEffect, useRef, useState } from "react";
import { strings } from "../../app/strings";
import type { CaseFailure, CaseResult } from "../../api/types";
import type { Json } from "../../document/json";
import { Button, Mark } from "../../ui";
import { useEditing, useMayEdit } from "../editing";
import { learnTitles, stepTitle, useKnownTitles } from "../trace";
import { runCases, useCases } from "./store";

export function Cases() {
  const current = useEditing((state) => state.current);
  const run = useCases((state) => state.runs[current]);
  const running = useCases((state) => state.running === current);
  const problem = useCases((state) => state.problem);
  const mayEdit = useMayEdit();
  const sorted = run?.results.toSorted((a, b) => Number(a.ok) - Number(b.ok)) ?? []; // what fails comes first
  return (
    <div className="cases">
      <p className="drawer-line">
        <Button onClick={() => void runCases()} disabled={running || !current || !mayEdit}>
          {running ? strings.cases.running : strings.cases.run}
        </Button>
        {run && (
          <span role="status">
            {strings.cases.result(run.results.filter((result) => result.ok).length, run.results.length, run.ms)}
          </span>
        )}
        {problem && (
          <span role="alert" className="field-error">
            {problem}
          </span>
        )}
      </p>
      {!run && !running && <p className="hint drawer-empty">{strings.cases.notRun}</p>}
      {run?.results.length === 0 && <p className="hint drawer-empty">{strings.cases.none}</p>}
      <ul className="rows">
        {sorted.map((result) => (
          <Row key={`${result.file}/${result.case}/${result.example ?? ""}/${result.ok}`} result={result} />
        ))}
      </ul>
    </div>
  );
}

function Row({ result }: { result: CaseResult }) {
  const [open, setOpen] = useState(!result.ok);
  const { failure } = result;
  return (
    <li>
      <div className="row">
        <Mark tone={result.ok ? "good" : "wrong"} label={result.ok ? strings.cases.passed : strings.cases.failed} />
        <b>{(result.case || result.file).replaceAll("_", " ")}</b>
        {result.example && <span>{result.example}</span>}
        <span className="row-main row-soft">{failure ? failure.message : result.skipped || result.file}</span>
        <span className="row-soft">{strings.cases.ms(result.ms)}</span>
        {failure && (
          <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? strings.cases.hide : strings.cases.show}
          </button>
        )}
      </div>
      {open && failure && <Play failure={failure} />}
    </li>
  );
}

/** The failure as a play; the line where expectation and run part stands out by a sign and a colour. */
function Play({ failure }: { failure: CaseFailure }) {
  const shown = (value: Json | undefined) => (typeof value === "string" ? value : JSON.stringify(value));
  const frame = useRef<HTMLDivElement>(null);
  useKnownTitles();
  useEffect(() => {
    learnTitles((failure.play ?? []).map((line) => line.name || line.who).filter((who) => who.split("/").length === 3));
    const wrong = frame.current?.querySelector<HTMLElement>(".play-differs");
    if (frame.current && wrong) frame.current.scrollTop = wrong.offsetTop - frame.current.offsetTop - 60;
  }, [failure]);
  return (
    <div className="play" tabIndex={0} role="group" aria-label={strings.cases.play} ref={frame}>
      {(failure.play ?? []).map((line, place) => (
        <p key={place} className={line.differs ? "play-differs" : ""}>
          <span className="play-who">
            {line.differs ? "▸ " : ""}
            {speaker(line.name || line.who)}
          </span>{" "}
          {line.text}
        </p>
      ))}
      {(failure.findings ?? []).map((finding) => (
        <p key={finding.path}>
          {finding.path}: {finding.message}
        </p>
      ))}
      {failure.expected !== undefined && (
        <p className="play-differs">{strings.cases.expected(failure.step, shown(failure.expected))}</p>
      )}
      {failure.got !== undefined && <p>{strings.cases.got(shown(failure.got))}</p>}
    </div>
  );
}

/** A step speaks under its title. */
function speaker(who: string): string {
  return who.split("/").length === 3 ? stepTitle(who) : who.replaceAll("_", " ");
}
