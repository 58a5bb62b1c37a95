import { useState } from "react";
import { adminStrings as words } from "../../app/admin_strings";
import { formStrings } from "../../app/form_strings";
import { get } from "../../document/action";
import { entriesOf, isObject } from "../../document/json";
import { Button } from "../../ui";
import type { Form } from "./fields";

/** The CTI platforms of which the tenant bought seats, and how many. */
export function SeatList({ form }: { form: Form }) {
  const { tenant } = words;
  const [key, setKey] = useState("");
  const held = get(form.doc, ["licences"]);
  const rows = isObject(held) ? entriesOf(held) : [];
  const fit = /^[a-z][a-z0-9_]*$/.test(key);
  const make = () => {
    if (!fit) return;
    form.set(["licences", key], 1);
    setKey("");
  };
  const said = form.fault?.field.startsWith("licences") ? form.fault.text : "";
  return (
    <fieldset className="group">
      <legend>{tenant.seats}</legend>
      <p className="hint">{tenant.seatsHint}</p>
      <ul className="admin-named">
        {rows.map(([platform, seats]) => (
          <li key={platform}>
            <code>{platform}</code>
            <input
              className="input admin-number"
              type="number"
              min={0}
              max={1000000}
              required
              aria-label={tenant.seatsOf(platform)}
              value={typeof seats === "number" ? seats : ""}
              onChange={(event) => form.set(["licences", platform], event.target.value === "" ? null : Math.round(event.target.valueAsNumber))}
            />
            <Button kind="quiet" aria-label={formStrings.inspector.remove(platform)} onClick={() => form.set(["licences", platform], undefined)}>
              ✕
            </Button>
          </li>
        ))}
        <li>
          <input
            className="input code"
            aria-label={tenant.addSeats}
            placeholder={tenant.addSeats}
            title={words.keyHint}
            value={key}
            onChange={(event) => setKey(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              make();
            }}
          />
          <Button disabled={!fit} onClick={make}>
            {formStrings.inspector.addItem}
          </Button>
        </li>
      </ul>
      {said && (
        <p role="alert" className="field-error">
          {said}
        </p>
      )}
    </fieldset>
  );
}
