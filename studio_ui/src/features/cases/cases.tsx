import { useState } from "react";
import { strings } from "../../app/strings";
import type { CaseResult } from "../../api/types";
import { Button, Mark } from "../../ui";
import { useEditing } from "../editing";
import { runCases, useCases } from "./store";

export function Cases() {
  const current = useEditing((state) => state.current);
  const run = useCases((state) => state.runs[current]);
  const running = useCases((state) => state.running === current);
  const problem = useCases((state) => state.problem);
  return (
    <div className="cases">
      <p className="drawer-line">
        <Button onClick={() => void runCases()} disabled={running || !current}>{running ? strings.cases.running : strings.cases.run}</Button>
        {run && <span role="status">{strings.cases.result(run.results.filter((result) => result.ok).length, run.results.length, run.ms)}</span>}
        {problem && <span role="alert" className="field-error">{problem}</span>}
      </p>
      {!run && !running && <p className="hint drawer-empty">{strings.cases.notRun}</p>}
      {run?.results.length === 0 && <p className="hint drawer-empty">{strings.cases.none}</p>}
      <ul className="rows">
        {run?.results.map((result) => <Row key={`${result.file}/${result.case}`} result={result} />)}
      </ul>
    </div>
  );
}

function Row({ result }: { result: CaseResult }) {
  const [open, setOpen] = useState(!result.ok);
  return (
    <li>
      <div className="row">
        <Mark tone={result.ok ? "good" : "wrong"} label={result.ok ? strings.cases.passed : strings.cases.failed} />
        <b>{result.case.replaceAll("_", " ")}</b>
        <span className="row-main row-soft">{result.file}</span>
        <span className="row-soft">{strings.cases.ms(result.ms)}</span>
        {result.failure && (
          <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? strings.cases.hide : strings.cases.show}</button>
        )}
      </div>
      {open && result.failure && <Play text={result.failure} />}
    </li>
  );
}

/** The failure as a play; the line that differs stands out by a sign and a colour. */
function Play({ text }: { text: string }) {
  return (
    <pre className="play" tabIndex={0}>
      {text.split("\n").map((line, place) => (
        <span key={place} className={/^\s*(>|✗|!|-|\+)/.test(line) ? "play-differs" : ""}>{line}{"\n"}</span>
      ))}
    </pre>
  );
}
