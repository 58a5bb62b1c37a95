import { useEffect, useRef, useState } from "react";
import { ApiError, sentence } from "../../api/client";
import { releases } from "../../api/studio";
import type { Finding } from "../../api/types";
import { strings } from "../../app/strings";
import { Button, Dialog, Field, Mark, toast } from "../../ui";
import { runCases, useCases } from "../cases";
import { save, useEditing } from "../editing";
import { refreshEnvironments } from "../session";

/** Publish with a message; what stands in the way is listed, and running dialogues keep their release. */
export function Publish({ close }: { close: () => void }) {
  const environment = useEditing((state) => state.open[state.current]?.environment ?? "");
  const current = useEditing((state) => state.current);
  const run = useCases((state) => state.runs[current]);
  const running = useCases((state) => state.running === current);
  const [message, setMessage] = useState("");
  const [findings, setFindings] = useState<Finding[]>([]);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const [force, setForce] = useState("");
  useEffect(() => void runCases(), []);
  const failing = run?.results.filter((result) => !result.ok).length ?? 0;
  const words = useRef<HTMLInputElement>(null);
  const publish = async () => {
    if (message.trim() === "") {
      setProblem(strings.publish.sayWhat);
      words.current?.focus();
      return;
    }
    setBusy(true);
    setProblem("");
    setFindings([]);
    try {
      if (!(await save())) throw new ApiError(409, "not_saved", strings.publish.notSaved);
      const { number } = await releases.publish(environment, message, force);
      toast(strings.publish.done(number));
      close();
      await refreshEnvironments();
    } catch (fault) {
      const found = fault instanceof ApiError ? fault.findings : [];
      setFindings(found);
      setProblem(found.length > 0 ? strings.publish.refused(found.length) : sentence(fault));
    } finally {
      setBusy(false);
    }
  };
  const actions = (
    <>
      <Button onClick={close}>{strings.cancel}</Button>
      <Button kind="main" disabled={busy} onClick={() => void publish()}>
        {busy ? strings.publish.busy : strings.publish.go}
      </Button>
    </>
  );
  return (
    <Dialog title={strings.publish.title(environment)} close={close} closeLabel={strings.close} actions={actions}>
      <p className="hint">{strings.publish.lead}</p>
      <Field label={strings.publish.message}>
        {(ids) => (
          <input
            {...ids}
            ref={words}
            className="input"
            autoFocus
            maxLength={200}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
        )}
      </Field>
      <p role="status" className="publish-cases">
        {running && strings.cases.running}
        {run && !running && (
          <>
            <Mark tone={failing > 0 ? "wrong" : "good"} label={failing > 0 ? strings.cases.failed : strings.cases.passed} />
            {strings.cases.result(run.results.length - failing, run.results.length, run.ms)}
          </>
        )}
      </p>
      {(failing > 0 || findings.some((finding) => finding.code === "case_failed")) && (
        <Field label={strings.publish.force} optional={strings.inspector.optional}>
          {(ids) => (
            <input {...ids} className="input" maxLength={200} value={force} onChange={(event) => setForce(event.target.value)} />
          )}
        </Field>
      )}
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      <ul className="rows">
        {findings.map((finding, place) => (
          <li key={place} className="row">
            <Mark
              tone={finding.severity === "error" ? "wrong" : "care"}
              label={finding.severity === "error" ? strings.problems.error : strings.problems.warning}
            />
            <span className="row-main">
              {readable(finding.message)} {finding.hint && <span className="row-soft">{finding.hint}</span>}
              {finding.code !== "case_failed" && <span className="row-place">{readable(finding.path.replace(/^\$\.?/, ""))}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** Names of cases and steps as words. */
function readable(text: string): string {
  return text.replaceAll("_", " ");
}
