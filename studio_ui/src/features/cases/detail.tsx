import { useState } from "react";
import { casesStrings } from "../../app/cases_strings";
import type { CaseResult } from "../../api/types";
import { titleOf } from "../../document/flow";
import { outcomeLabel } from "../../document/select";
import { Button, Mark } from "../../ui";
import { pick, useDoc, useEditing, useMayEdit, useWhyNot } from "../editing";
import { AsWritten } from "./as_written";
import { said } from "./case_list";
import { failedAt, waysIn } from "./covered";
import { useOnlyReads } from "./only_reads";
import { Play } from "./play";
import { NameDialog } from "./name_dialog";
import { chosenResult, useCases } from "./store";
import { duplicate, remove, write } from "./writing";

/** The chosen test: what can be done with it, and its play or its way. */
export function Detail() {
  const current = useEditing((state) => state.current);
  const onlyReads = useOnlyReads();
  const result = useCases((state) => chosenResult(state, current) ?? state.runs[current]?.results.find((one) => !one.ok));
  if (!result) return <p className="hint case-detail drawer-empty">{casesStrings.choose}</p>;
  return (
    <section className="case-detail" aria-label={said(result.case || result.file)}>
      <Head result={result} onlyReads={onlyReads} />
      {result.failure ? <Play failure={result.failure} /> : <Way result={result} />}
      {onlyReads && <AsWritten key={`${result.file} ${result.case}`} file={result.file} name={result.case} />}
    </section>
  );
}

function Head({ result, onlyReads }: { result: CaseResult; onlyReads: boolean }) {
  const current = useEditing((state) => state.current);
  const nodes = useDoc((doc) => doc.flow.nodes, undefined);
  const mayEdit = useMayEdit();
  const why = useWhyNot();
  const [naming, setNaming] = useState<"" | "case" | "file">("");
  const at = result.ok ? "" : failedAt(result, current);
  const off = { disabled: !mayEdit, title: why || undefined, kind: "quiet" } as const;
  const isFile = result.case === ""; // a file that cannot be read has no tests to act on
  return (
    <div className="case-head">
      <Mark tone={result.ok ? "good" : "wrong"} label={result.ok ? casesStrings.passed : casesStrings.failed} />
      <h3>{said(result.case || result.file)}</h3>
      {at && nodes?.[at] && (
        <button type="button" className="link" onClick={() => pick({ node: at })}>
          {casesStrings.openStep(titleOf(at, nodes[at]))}
        </button>
      )}
      {!isFile && !onlyReads && (
        <span className="case-acts" role="group" aria-label={casesStrings.thisTest}>
          <Button {...off} onClick={() => void write(result.file, result.case)}>
            {casesStrings.edit}
          </Button>
          <Button {...off} onClick={() => setNaming("case")}>
            {casesStrings.rename}
          </Button>
          <Button {...off} onClick={() => void duplicate(result.file, result.case)}>
            {casesStrings.duplicate}
          </Button>
          <Button {...off} onClick={() => void remove(result.file, result.case)}>
            {casesStrings.remove}
          </Button>
        </span>
      )}
      <span className="case-acts" role="group" aria-label={result.file}>
        <span className="row-soft">{result.file}</span>
        {!onlyReads && (
          <>
            <Button {...off} onClick={() => void write(result.file, "")}>
              {casesStrings.editFile}
            </Button>
            <Button {...off} onClick={() => setNaming("file")}>
              {casesStrings.renameFile}
            </Button>
            <Button {...off} onClick={() => void remove(result.file, "")}>
              {casesStrings.removeFile}
            </Button>
          </>
        )}
      </span>
      {naming && <NameDialog kind={naming} file={result.file} name={result.case} close={() => setNaming("")} />}
    </div>
  );
}

/** The way of a test that passes, step by step; each opens its step. */
function Way({ result }: { result: CaseResult }) {
  const current = useEditing((state) => state.current);
  const nodes = useDoc((doc) => doc.flow.nodes, undefined);
  return (
    <ol className="case-way" aria-label={casesStrings.way}>
      {waysIn(result, current).map(({ node, outcome }, place) => (
        <li key={place}>
          <button type="button" className="link" onClick={() => pick({ node })}>
            {titleOf(node, nodes?.[node] ?? { type: "" })}
          </button>
          {outcome && <span className="row-soft"> {outcomeLabel(nodes?.[node], outcome)}</span>}
        </li>
      ))}
    </ol>
  );
}
