import { useEffect, useState } from "react";
import { caseFiles } from "../../api/cases";
import { sentence } from "../../api/client";
import { casesStrings } from "../../app/cases_strings";
import { strings } from "../../app/strings";
import { writeJson } from "../../document/json";
import { currentFlow } from "../editing";
import { caseOf } from "./document";
import { said } from "./case_list";

/** The text of a test, for who may read it only; without a name that of the whole file. */
export function AsWritten({ file, name }: { file: string; name: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="case-text" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{casesStrings.text}</summary>
      {open && <Text file={file} name={name} />}
    </details>
  );
}

function Text({ file, name }: { file: string; name: string }) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const flow = currentFlow();
    if (!flow) return;
    let here = true;
    caseFiles.get(flow.environment, flow.name, file).then(
      ({ document }) => here && setText(writeJson(name ? (caseOf(document, name) ?? null) : document, 2)),
      (fault: unknown) => here && setProblem(sentence(fault)),
    );
    return () => {
      here = false;
    };
  }, [file, name]);
  if (problem) {
    return (
      <p role="alert" className="field-error">
        {problem}
      </p>
    );
  }
  if (!text) return <p className="hint">{strings.loading}</p>;
  return (
    <pre className="code" tabIndex={0} role="region" aria-label={casesStrings.textOf(said(name || file))}>
      {text}
    </pre>
  );
}
