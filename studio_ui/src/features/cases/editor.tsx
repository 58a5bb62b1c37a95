import { Suspense } from "react";
import { failureSaid } from "../../api/said";
import { casesStrings } from "../../app/cases_strings";
import { strings } from "../../app/strings";
import { Button, later } from "../../ui";
import { useEditing } from "../editing";
import { said } from "./case_list";
import { Play } from "./play";
import { useCases } from "./store";
import { giveUp, named, readAgain, saveWriting, typed } from "./writing";
import { useWriting } from "./writing_store";

const JsonArea = later<{ label: string; text: string; change: (text: string) => void }>(() =>
  import("./json_area").then((room) => ({ default: room.JsonArea })),
);

/** A test or a file as JSON, tried while it is typed; below it what is wrong with it, and how it went. */
export function Editor() {
  const writing = useWriting((state) => state.writing);
  const stale = useWriting((state) => state.stale);
  const problem = useWriting((state) => state.problem);
  if (!writing) return null;
  const label = casesStrings.textOf(writing.name ? said(writing.name) : writing.file);
  return (
    <section className="case-detail case-writing" aria-label={label}>
      <div className="case-head">
        {writing.isFresh ? (
          <label>
            {casesStrings.name}{" "}
            <input className="input" value={writing.name} onChange={(event) => named(event.target.value)} />
          </label>
        ) : (
          <h3>{said(writing.name || writing.file)}</h3>
        )}
        <span className="row-soft">{writing.file}</span>
        <span className="spring" />
        <Button kind="quiet" onClick={giveUp}>
          {strings.cancel}
        </Button>
        <Button kind="main" onClick={() => void saveWriting()} disabled={writing.isFresh && !writing.name.trim()}>
          {writing.name ? casesStrings.save : casesStrings.saveFile}
        </Button>
      </div>
      {problem && (
        <p role="alert" className="field-error case-problem">
          {problem}
          {stale && (
            <>
              {" "}
              <Button onClick={() => void readAgain()}>{casesStrings.readAgain}</Button>{" "}
              <Button kind="danger" onClick={() => void saveWriting(true)}>
                {casesStrings.writeOver}
              </Button>
            </>
          )}
        </p>
      )}
      <Suspense fallback={<p className="hint">{strings.loading}</p>}>
        <JsonArea key={`${writing.key} ${writing.file} ${writing.isFresh} ${writing.hash}`} label={label} text={writing.text} change={typed} />
      </Suspense>
      <Tried file={writing.file} name={writing.name} />
    </section>
  );
}

/** How it goes as it is written. */
function Tried({ file, name }: { file: string; name: string }) {
  const current = useEditing((state) => state.current);
  const results = useCases((state) => state.runs[current]?.results);
  const mine = results?.filter((result) => result.file === file && (!name || result.case === name || result.case === "")) ?? [];
  const wrong = mine.find((result) => !result.ok);
  if (!wrong?.failure) {
    const passed = mine.length > 0 ? `✓ ${casesStrings.passed}. ` : "";
    return (
      <p className="hint" role="status">
        {passed}
        {casesStrings.tryingOut}
      </p>
    );
  }
  return (
    <div role="status">
      <p className="field-error">{failureSaid(wrong.failure.message)}</p>
      <Play failure={wrong.failure} />
    </div>
  );
}
