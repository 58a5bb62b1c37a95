import { adminStrings as words } from "../../app/admin_strings";
import { get } from "../../document/action";
import { isObject, type JsonObject } from "../../document/json";
import { TextField, WordsField, type Form } from "./fields";
import { KeptFor } from "./kept_for_field";
import { NamedList } from "./named_list";
import { SeatList } from "./seat_list";

/** What holds for the whole tenant. */
export function TenantForm({ form, stored }: { form: Form; stored: JsonObject | null }) {
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
      <KeptFor form={form} stored={stored} />
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
