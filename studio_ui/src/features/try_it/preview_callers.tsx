import { useEffect, useState } from "react";
import { ApiError, sentence } from "../../api/client";
import { previews, type Preview } from "../../api/trials";
import { tryStrings } from "../../app/try_strings";
import { announce, Button, Field } from "../../ui";
import { save, useOpen } from "../editing";

const NUMBER = /^\+[0-9]{5,15}$/;
const HOURS = [1, 8, 24, 168];
const HOUR_MS = 3_600_000;

/** Chosen numbers get the draft on the real address: who, until when, and the end of it. */
export function PreviewCallers() {
  const environment = useOpen((open) => open.environment, "");
  const { preview, problem, set } = usePreview(environment);
  const [text, setText] = useState("");
  const [opened, setOpened] = useState(false);
  const [hours, setHours] = useState(8);
  const on = preview !== null && preview.callers.length > 0;
  const numbers = text.split(/[\s,;]+/).filter(Boolean);
  const bad = numbers.some((number) => !NUMBER.test(number));
  const until = () => new Date(Date.now() + hours * HOUR_MS).toISOString();
  return (
    <details className="try-preview" open={opened || on} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{tryStrings.preview}</summary>
      <p className="hint">{tryStrings.previewLead}</p>
      {on && (
        <>
          <p>{tryStrings.previewOn(preview.callers.length, shown(preview.until), preview.author)}</p>
          <p>{preview.callers.join(", ")}</p>
          {!preview.same && <p className="try-old">{tryStrings.previewOld}</p>}
          <div className="row-of-buttons">
            {!preview.same && <Button onClick={() => void set(preview.callers, preview.until)}>{tryStrings.previewAgain}</Button>}
            <Button kind="danger" onClick={() => void set([], "")}>
              {tryStrings.previewEnd}
            </Button>
          </div>
        </>
      )}
      {!on && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (numbers.length > 0 && !bad) void set(numbers, until());
          }}
        >
          <Field label={tryStrings.numbers} error={bad ? tryStrings.badNumbers : undefined}>
            {(ids) => <textarea className="input" rows={2} {...ids} value={text} onChange={(event) => setText(event.target.value)} />}
          </Field>
          <Field label={tryStrings.hours}>
            {(ids) => (
              <select className="input" {...ids} value={hours} onChange={(event) => setHours(Number(event.target.value))}>
                {HOURS.map((each) => (
                  <option key={each} value={each}>
                    {tryStrings.hour(each)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Button type="submit" disabled={numbers.length === 0 || bad}>
            {tryStrings.previewStart}
          </Button>
        </form>
      )}
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
    </details>
  );
}

function usePreview(environment: string) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let gone = false;
    if (environment) {
      previews.get(environment).then(
        (found) => !gone && setPreview(found),
        (fault: unknown) => !gone && setProblem(sentence(fault)),
      );
    }
    return () => {
      gone = true;
    };
  }, [environment]);
  const set = async (callers: string[], until: string): Promise<void> => {
    try {
      await save(); // callers meet what is stored
      const found = await previews.set(environment, callers, until);
      setPreview(found);
      setProblem("");
      announce(tryStrings.previewed(found.callers.length));
    } catch (fault) {
      setProblem(fault instanceof ApiError && fault.findings[0] ? `${sentence(fault)} ${fault.findings[0].message}` : sentence(fault));
    }
  };
  return { preview, problem, set };
}

const shown = (moment: string): string =>
  new Date(moment).toLocaleString(document.documentElement.lang || "en", { dateStyle: "medium", timeStyle: "short" });
