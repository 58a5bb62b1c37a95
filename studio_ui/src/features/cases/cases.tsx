import { useState } from "react";
import { casesStrings } from "../../app/cases_strings";
import { Button } from "../../ui";
import { useEditing, useMayEdit, useWhyNot } from "../editing";
import { CaseList } from "./case_list";
import { Detail } from "./detail";
import { Editor } from "./editor";
import { useOnlyReads } from "./only_reads";
import { newTest } from "./writing";
import { useWriting } from "./writing_store";
import { runCases, useCases } from "./store";
import "./cases.css";

/** The tests on the left; the chosen one as a play, or as the text that it is, on the right. */
export function Cases() {
  const current = useEditing((state) => state.current);
  const run = useCases((state) => state.runs[current]);
  const running = useCases((state) => state.running === current);
  const problem = useCases((state) => state.problem);
  const mayEdit = useMayEdit();
  const onlyReads = useOnlyReads();
  const why = useWhyNot();
  const [sought, setSought] = useState("");
  const [failing, setFailing] = useState(false);
  const writing = useWriting((state) => state.writing?.key === current);
  const wrong = run?.results.filter((result) => !result.ok).length ?? 0;
  return (
    <div className="cases">
      <p className="drawer-line">
        {onlyReads ? (
          <Button onClick={() => void runCases()} off={running}>
            {casesStrings.lookAgain}
          </Button>
        ) : (
          <>
            <Button onClick={() => void runCases()} disabled={!current || !mayEdit} off={running} title={why || undefined}>
              {running && !run ? casesStrings.running : casesStrings.run}
            </Button>
            <Button onClick={() => void newTest()} disabled={!mayEdit} title={why || undefined}>
              {casesStrings.write}
            </Button>
          </>
        )}
        {run && run.results.length > 5 && (
          <input
            className="input cases-find"
            type="search"
            aria-label={casesStrings.filter}
            placeholder={casesStrings.filter}
            value={sought}
            onChange={(event) => setSought(event.target.value)}
          />
        )}
        {wrong > 0 && (
          <label className="cases-failing">
            <input type="checkbox" checked={failing} onChange={(event) => setFailing(event.target.checked)} />{" "}
            {casesStrings.onlyFailing(wrong)}
          </label>
        )}
        {run && (
          <span role="status" className="row-soft">
            {casesStrings.result(run.results.length - wrong, run.results.length, run.ms)}
          </span>
        )}
        {onlyReads && run && <span className="row-soft">{casesStrings.asSaved}</span>}
        <Deleted />
        {problem && (
          <span role="alert" className="field-error">
            {problem}
          </span>
        )}
      </p>
      {!run && !running && <p className="hint drawer-empty">{mayEdit || onlyReads ? casesStrings.notRun : casesStrings.notYours}</p>}
      {run?.results.length === 0 && !writing && <p className="hint drawer-empty">{casesStrings.none}</p>}
      <div className="cases-two">
        {run && run.results.length > 0 && <CaseList results={run.results} sought={sought} failing={failing && wrong > 0} />}
        {writing ? <Editor /> : <Detail />}
      </div>
    </div>
  );
}

/** What was deleted can be put back until the next thing is. */
function Deleted() {
  const deleted = useCases((state) => state.deleted);
  if (!deleted) return null;
  const putBack = () => {
    deleted.putBack();
    useCases.setState({ deleted: null });
  };
  return (
    <span role="status" className="row-soft">
      {deleted.words}{" "}
      <button type="button" className="link" onClick={putBack}>
        {casesStrings.putBack}
      </button>
    </span>
  );
}
