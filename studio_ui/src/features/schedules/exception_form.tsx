import { useState } from "react";
import { sentence } from "../../api/client";
import { schedules, type Day } from "../../api/stock";
import { schedulesStrings as words } from "../../app/schedules_strings";
import { Button, Field, toast } from "../../ui";
import { readHours } from "./hours";

interface Props {
  environment: string;
  name: string;
  day: Day;
  done: () => void;
}

/** Other hours for one day, known to calls at once. Past exceptions of the schedule stay. */
export function ExceptionForm({ environment, name, day, done }: Props) {
  const [hours, setHours] = useState(day.ranges.join(", "));
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState("");
  const ranges = readHours(hours);
  const put = async (change: (days: Record<string, string[]>) => Record<string, string[]>, why: string) => {
    try {
      const now = await schedules.exceptions(environment, name);
      await schedules.except(environment, name, change(now.days), why);
      setProblem("");
      toast(words.exception(day.day));
      done();
    } catch (fault) {
      setProblem(sentence(fault));
    }
  };
  return (
    <form
      className="exception"
      aria-label={words.exception(day.day)}
      onSubmit={(event) => {
        event.preventDefault();
        if (ranges) void put((days) => ({ ...days, [day.day]: ranges }), reason);
      }}
    >
      <h4>{words.exception(day.day)}</h4>
      <p className="hint">{words.exceptionLead}</p>
      <Field label={words.exceptionHours} error={ranges ? undefined : words.hoursWrong}>
        {(ids) => <input {...ids} className="input code" value={hours} onChange={(event) => setHours(event.target.value)} />}
      </Field>
      <Field label={words.reason} error={problem}>
        {(ids) => <input {...ids} className="input" maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
      <div className="row-of-buttons">
        <Button kind="main" type="submit" disabled={!ranges || reason.trim() === ""}>
          {words.set}
        </Button>
        {day.why === "exception" && (
          <Button
            onClick={() =>
              void put((days) => Object.fromEntries(Object.entries(days).filter(([one]) => one !== day.day)), reason.trim() || words.takenBack)
            }
          >
            {words.takeBack}
          </Button>
        )}
      </div>
    </form>
  );
}
