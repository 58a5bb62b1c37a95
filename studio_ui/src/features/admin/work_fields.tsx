import { useEffect, useState } from "react";
import { licences, type Seats } from "../../api/admin";
import { adminStrings as words } from "../../app/admin_strings";
import { get } from "../../document/action";
import { NumberField, WordsField, type Form } from "./fields";

/** How much one person has at once, the devices that report about them, and the licences that they hold. */
export function WorkFields({ form }: { form: Form }) {
  const { work } = words;
  return (
    <>
      <fieldset className="group">
        <legend>{work.capacity}</legend>
        <p className="hint">{work.capacityHint}</p>
        <div className="pair">
          <NumberField form={form} path={["capacity", "voice"]} label={work.voice} hint={work.voiceHint} least={0} most={1} usual={work.asCenter} />
          <NumberField form={form} path={["capacity", "chat"]} label={work.chat} least={0} most={50} usual={work.asCenter} />
          <NumberField form={form} path={["capacity", "message"]} label={work.message} least={0} most={50} usual={work.asCenter} />
        </div>
      </fieldset>
      <WordsField form={form} path={["devices"]} label={work.devices} hint={work.devicesHint} />
      <Licences form={form} />
    </>
  );
}

function Licences({ form }: { form: Form }) {
  const { work } = words;
  const seats = useSeats(form.doc);
  const held = get(form.doc, ["licences"]);
  const own = Array.isArray(held) ? held.map(String) : [];
  const said = form.fault?.field.startsWith("licences") ? form.fault.text : "";
  const rows = [...seats, ...own.filter((one) => !seats.some(({ platform }) => platform === one)).map((platform) => ({ platform, seats: 0, free: 0 }))];
  const turn = (platform: string, on: boolean) => {
    const next = own.filter((other) => other !== platform).concat(on ? [platform] : []);
    form.set(["licences"], next.length > 0 ? next : undefined);
  };
  return (
    <fieldset className="group">
      <legend>{work.licences}</legend>
      {rows.length === 0 && <p className="hint">{work.noLicences}</p>}
      {rows.map(({ platform, seats: bought, free }) => (
        <label key={platform} className="admin-check">
          <input type="checkbox" checked={own.includes(platform)} onChange={(event) => turn(platform, event.target.checked)} /> {platform}{" "}
          <span className="hint">{work.seats(free, bought)}</span>
        </label>
      ))}
      {said && (
        <p role="alert" className="field-error">
          {said}
        </p>
      )}
    </fieldset>
  );
}

/** Asked anew when the person's own licences were saved: the seats that are free differ then. */
function useSeats(doc: unknown): Seats[] {
  const [known, setKnown] = useState<Seats[]>([]);
  useEffect(() => {
    let here = true;
    licences().then(
      (found) => here && setKnown(found),
      () => here && setKnown([]),
    );
    return () => {
      here = false;
    };
  }, [doc]);
  return known;
}
