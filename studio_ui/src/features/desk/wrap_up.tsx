import { useId, useState } from "react";
import { deskStrings } from "../../app/desk_strings";
import { Button, Field, Meter, useNow } from "../../ui";
import type { Work } from "./reduce";
import { useDesk } from "./store";
import { finish, noteSoFar, write } from "./work_acts";

const LAST_S = 5;

/** Disposition, note and the time for them; where a disposition is mandatory, nothing ends without one. */
export function WrapUp({ work }: { work: Work }) {
  const id = useId();
  const center = useDesk((state) => state.me?.contact_centers?.find((known) => known.name === work.contactCenter));
  const dispositions = Object.entries(center?.dispositions ?? {});
  const mandatory = center?.wrap_up_mode === "mandatory" && dispositions.length > 0;
  const [asked, setAsked] = useState(false);
  const missing = asked && mandatory && work.disposition === "";
  const done = () => {
    setAsked(true);
    if (mandatory && work.disposition === "") document.getElementById(id)?.focus();
    else void finish(work);
  };
  return (
    <>
      <TimeLeft work={work} />
      {dispositions.length > 0 && (
        <label>
          {deskStrings.disposition}
          <select
            id={id}
            className="input"
            value={work.disposition}
            aria-required={mandatory}
            aria-invalid={missing}
            aria-describedby={missing ? `${id}-missing` : undefined}
            onChange={(event) => {
              write(work, { disposition: event.target.value });
              void noteSoFar({ ...work, disposition: event.target.value });
            }}
          >
            <option value="">{deskStrings.noDisposition}</option>
            {dispositions.map(([key, title]) => (
              <option key={key} value={key}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      {missing && (
        <p id={`${id}-missing`} role="alert" className="field-error">
          {deskStrings.needsDisposition}
        </p>
      )}
      <Field label={deskStrings.note} hint={deskStrings.noteHint}>
        {(ids) => (
          <textarea
            {...ids}
            className="input"
            rows={2}
            maxLength={2000}
            value={work.note}
            onChange={(event) => write(work, { note: event.target.value })}
            onBlur={() => work.note.trim() !== work.noted && void noteSoFar(work)}
          />
        )}
      </Field>
      <Button kind="main" onClick={done}>
        {deskStrings.done}
      </Button>
    </>
  );
}

function TimeLeft({ work }: { work: Work }) {
  const now = useNow(250, work.wrapUpMs > 0);
  if (work.wrapUpMs === 0) return <p className="hint">{deskStrings.wrapUpOpen}</p>;
  const leftMs = Math.max(0, work.wrapUpMs - now);
  const left = Math.ceil(leftMs / 1000);
  return (
    <div className="countdown">
      <Meter share={leftMs / (work.wrapUpS * 1000)} tone={left <= LAST_S ? "wrong" : "care"} />
      <span role="timer" aria-label={deskStrings.wrapUpTime} className="wrap-up-left">
        {deskStrings.wrapUpLeft(left)}
      </span>
    </div>
  );
}
