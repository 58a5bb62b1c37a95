import { adminStrings as words } from "../../app/admin_strings";
import { get } from "../../document/action";
import { isObject } from "../../document/json";
import { NumberField, TextField, WordsField, type Form } from "./fields";
import { NamedList } from "./named_list";
import { SeatList } from "./seat_list";

const CONTENT = ["said", "heard", "value", "caller", "note", "request", "reply"] as const;
const KEPT = [
  ["dialogues", 30, 400],
  ["trace", 30, 400],
  ["commands", 1, 30],
  ["dead", 1, 90],
  ["counters", 30, 1100],
  ["unused_sounds", 1, 30],
] as const;
const USUAL: Readonly<Record<(typeof CONTENT)[number], number>> = { said: 180, heard: 180, value: 180, caller: 180, note: 365, request: 30, reply: 30 };

/** What holds for the whole tenant. */
export function TenantForm({ form }: { form: Form }) {
  const { tenant } = words;
  return (
    <>
      <TextField form={form} path={["name"]} label={tenant.name} required />
      <div className="pair">
        <TextField form={form} path={["time_zone"]} label={tenant.zone} hint={tenant.zoneHint} required />
        <WordsField form={form} path={["languages"]} label={tenant.languages} hint={tenant.languagesHint} />
      </div>
      <Said form={form} field="not_in_service" label={tenant.notInService} hint={tenant.notInServiceHint} />
      <Said form={form} field="apology" label={tenant.apology} hint={tenant.apologyHint} />
      <NamedList
        form={form}
        field="away_reasons"
        title={tenant.away}
        hint={tenant.awayHint}
        add={tenant.addAway}
        titleOf={(value) => (typeof value === "string" ? value : "")}
        valueOf={(title) => title}
      />
      <SeatList form={form} />
      <Kept form={form} />
    </>
  );
}

/** A sentence that callers hear: in one language, or in each of those that it is written in. */
function Said({ form, field, label, hint }: { form: Form; field: "not_in_service" | "apology"; label: string; hint: string }) {
  const value = get(form.doc, [field]);
  const spoken = isObject(value) && isObject(value["by_language"]) ? Object.keys(value["by_language"]) : [];
  if (spoken.length === 0) return <TextField form={form} path={[field]} label={label} hint={hint} />;
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      {spoken.map((language) => (
        <TextField key={language} form={form} path={[field, "by_language", language]} label={language} required />
      ))}
    </fieldset>
  );
}

/** For how many days things are kept. */
function Kept({ form }: { form: Form }) {
  const { tenant } = words;
  return (
    <fieldset className="group">
      <legend>{tenant.kept}</legend>
      <p className="hint">{tenant.keptHint}</p>
      <div className="pair">
        {CONTENT.map((kind) => (
          <NumberField key={kind} form={form} path={["retention", "content", kind]} label={tenant.content[kind]} least={1} most={36500} usual={USUAL[kind]} />
        ))}
        {KEPT.map(([kind, least, usual]) => (
          <NumberField key={kind} form={form} path={["retention", kind]} label={tenant.records[kind]} least={least} most={36500} usual={usual} />
        ))}
      </div>
      <label className="admin-check">
        <input type="checkbox" checked={form.doc["caller_history"] !== false} onChange={(event) => form.set(["caller_history"], event.target.checked)} />{" "}
        {tenant.history}
      </label>
    </fieldset>
  );
}
