import { useEffect, useState } from "react";
import { retention, type Sweep } from "../../api/records";
import { recordsStrings } from "../../app/records_strings";
import { get } from "../../document/action";
import { isObject, sameJson, type Json, type JsonObject } from "../../document/json";
import { Button } from "../../ui";
import { useMay } from "../session";
import { countUnder, useLook } from "./counting";
import { NumberField, type Form } from "./fields";
import { CONTENT, daysOf, goneBefore, MOST_DAYS, RECORDS, type Kept } from "./kept_for";
import { TakeAway } from "./take_away";
import { dayOf, titleOf, WhatGoes } from "./what_goes";

/** For how many days things are kept; what would go under what is written here, before it is saved. */
export function KeptFor({ form, stored }: { form: Form; stored: JsonObject | null }) {
  const words = recordsStrings.retention;
  return (
    <fieldset className="group">
      <legend>{words.title}</legend>
      <p className="hint">{words.lead}</p>
      <div className="pair">
        {[...CONTENT, ...RECORDS].map((kept) => (
          <Days key={kept.counted} form={form} kept={kept} />
        ))}
      </div>
      <label className="admin-check">
        <input type="checkbox" checked={form.doc["caller_history"] !== false} onChange={(event) => form.set(["caller_history"], event.target.checked)} />{" "}
        {words.history}
      </label>
      {useMay("administer", "") && stored && <Round form={form} stored={stored} />}
    </fieldset>
  );
}

function Days({ form, kept }: { form: Form; kept: Kept }) {
  const { least, usual } = kept;
  const older = dayOf(goneBefore(daysOf(form.doc, kept), Date.now()));
  return (
    <NumberField
      form={form}
      path={["retention", ...kept.path]}
      label={titleOf(kept)}
      hint={recordsStrings.retention.older(older)}
      least={least}
      most={MOST_DAYS}
      usual={usual}
    />
  );
}

const settingsOf = (doc: JsonObject): JsonObject => {
  const written = get(doc, ["retention"]);
  return isObject(written) ? written : {};
};

/** The daily round: when it was last, what the next would take, and one at once. */
function Round({ form, stored }: { form: Form; stored: JsonObject }) {
  const words = recordsStrings.retention;
  const [last, setLast] = useState<Sweep | null | undefined>();
  const [asking, setAsking] = useState(false);
  const { look, begin, forget } = useLook();
  const settings = JSON.stringify(settingsOf(form.doc));
  const changed = !sameJson(settingsOf(form.doc) as Json, settingsOf(stored) as Json);
  const lookBack = () =>
    retention.look().then(
      ({ run }) => setLast(run),
      () => setLast(undefined), // what cannot be told is left out; counting says why
    );
  useEffect(() => void lookBack(), []);
  useEffect(forget, [settings]); // what was counted holds for other periods
  return (
    <>
      <p className="hint">{last === undefined ? "" : last === null || last.state === "running" ? words.never : words.last(moment(last.ended_ms), total(last))}</p>
      <div className="row-of-buttons">
        <Button off={look.is === "on"} onClick={() => void begin(() => countUnder(settingsOf(form.doc)))}>
          {words.count}
        </Button>
        <Button className="danger-text" disabled={changed} onClick={() => setAsking(true)}>
          {words.takeAway}
        </Button>
        {changed && <span className="hint">{words.saveFirst}</span>}
      </div>
      <WhatGoes look={look} doc={form.doc} />
      {asking && (
        <TakeAway
          doc={stored}
          close={() => {
            setAsking(false);
            void lookBack();
          }}
        />
      )}
    </>
  );
}

const total = (sweep: Sweep): number => Object.values(sweep.counts).reduce((sum, n) => sum + n, 0);

const moment = (ms: number): string => new Date(ms).toLocaleString(document.documentElement.lang || "en", { dateStyle: "medium", timeStyle: "short" });
