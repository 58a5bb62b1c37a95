import { adminStrings as words } from "../../app/admin_strings";
import { NumberField, type Form } from "./fields";

/** How much an agent of the contact center has at once, and what follows when offers are missed, declined or lost. */
export function LoadFields({ form }: { form: Form }) {
  const { load } = words;
  return (
    <>
      <fieldset className="group">
        <legend>{load.title}</legend>
        <p className="hint">{load.hint}</p>
        <div className="pair">
          {(["chat", "message"] as const).flatMap((channel) => [
            <NumberField key={`${channel}-most`} form={whole(form, channel)} path={["capacity", channel, "most"]} label={load.most[channel]} least={1} most={50} usual={3} />,
            <NumberField key={`${channel}-cost`} form={whole(form, channel)} path={["capacity", channel, "cost"]} label={load.cost[channel]} least={1} most={100} usual={33} />,
          ])}
        </div>
      </fieldset>
      <fieldset className="group">
        <legend>{load.missed}</legend>
        <div className="pair">
          <NumberField form={form} path={["misses", "voice"]} label={load.misses.voice} least={1} most={10} usual={1} />
          <NumberField form={form} path={["misses", "chat"]} label={load.misses.chat} least={1} most={10} usual={2} />
          <NumberField form={form} path={["misses", "message"]} label={load.misses.message} least={1} most={10} usual={2} />
          <NumberField form={form} path={["unblock_after_s"]} label={load.unblock} least={0} most={86400} usual={60} />
          <NumberField form={form} path={["decline_s"]} label={load.decline} least={0} most={86400} usual={60} />
          <NumberField form={form} path={["resume_s"]} label={load.resume} hint={load.resumeHint} least={0} most={86400} usual={120} />
        </div>
      </fieldset>
    </>
  );
}

/** What is said of a channel's share as a whole is said at the first of its two numbers. */
function whole(form: Form, channel: "chat" | "message"): Form {
  const said = form.fault;
  return said?.field === `capacity.${channel}` ? { ...form, fault: { ...said, field: `capacity.${channel}.most` } } : form;
}
