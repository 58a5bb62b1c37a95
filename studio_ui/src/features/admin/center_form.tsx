import { adminStrings as words } from "../../app/admin_strings";
import { isObject } from "../../document/json";
import { ChoiceField, NumberField, TextField, WordsField, type Form } from "./fields";
import { HoursField } from "./hours_field";
import { LoadFields } from "./load_fields";
import { NamedList } from "./named_list";

/** A contact center: one queue with its goals, its skills and how a conversation ends. */
export function CenterForm({ form, name }: { form: Form; name: string }) {
  const { center } = words;
  return (
    <>
      <TextField form={form} path={["title"]} label={center.title} required />
      <label className="admin-check">
        <input type="checkbox" checked={form.doc["enabled"] !== false} onChange={(event) => form.set(["enabled"], event.target.checked)} />{" "}
        {center.enabled}
      </label>
      <div className="pair">
        <TextField form={form} path={["time_zone"]} label={center.zone} hint={center.zoneHint} />
        <WordsField form={form} path={["languages"]} label={center.languages} hint={center.languagesHint} />
      </div>
      <HoursField form={form} environment={name} />
      <fieldset className="group">
        <legend>{center.level}</legend>
        <div className="pair">
          <NumberField form={form} path={["service_level", "goal"]} label={center.goal} least={0} most={100} usual={80} />
          <NumberField form={form} path={["service_level", "within_s"]} label={center.within} least={1} most={3600} usual={20} />
          <NumberField form={form} path={["service_level", "short_abandon_s"]} label={center.short} hint={center.shortHint} least={0} most={3600} usual={5} />
        </div>
        <ChoiceField
          form={form}
          path={["service_level", "formula"]}
          label={center.formula}
          options={center.formulas}
          usual="answered_within/(answered+abandoned_after)"
        />
      </fieldset>
      <fieldset className="group">
        <legend>{center.queue}</legend>
        <div className="pair">
          <NumberField form={form} path={["max_waiting"]} label={center.most} least={0} most={100000} usual={center.noLimit} />
          <NumberField form={form} path={["weight"]} label={center.weight} hint={center.weightHint} least={0} most={100} usual={0} />
          <NumberField form={form} path={["offer_s", "voice"]} label={center.ringVoice} least={1} most={600} usual={20} />
          <NumberField form={form} path={["offer_s", "chat"]} label={center.ringChat} least={1} most={600} usual={60} />
          <NumberField form={form} path={["offer_s", "message"]} label={center.ringMessage} least={1} most={600} usual={60} />
        </div>
        <ChoiceField form={form} path={["agent_order"]} label={center.order} options={center.orders} usual="longest_idle" />
      </fieldset>
      <LoadFields form={form} />
      <fieldset className="group">
        <legend>{center.after}</legend>
        <div className="pair">
          <ChoiceField form={form} path={["wrap_up", "mode"]} label={center.mode} options={center.modes} usual="optional" />
          <NumberField form={form} path={["wrap_up", "max_s"]} label={center.modeMost} least={1} most={3600} usual={30} />
        </div>
      </fieldset>
      <NamedList
        form={form}
        field="skills"
        title={center.skills}
        hint={center.skillsHint}
        add={center.addSkill}
        titleOf={(value) => (isObject(value) && typeof value["title"] === "string" ? value["title"] : "")}
        valueOf={(title) => ({ title })}
      />
      <NamedList
        form={form}
        field="dispositions"
        title={center.dispositions}
        hint={center.dispositionsHint}
        add={center.addDisposition}
        titleOf={(value) => (typeof value === "string" ? value : "")}
        valueOf={(title) => title}
      />
    </>
  );
}
