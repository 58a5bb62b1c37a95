import { useState } from "react";
import { adminStrings as words } from "../../app/admin_strings";
import { formStrings } from "../../app/form_strings";
import { get } from "../../document/action";
import { entriesOf, isObject, type Json } from "../../document/json";
import { Button } from "../../ui";
import type { Form } from "./fields";

interface Props {
  form: Form;
  field: "skills" | "dispositions" | "away_reasons";
  title: string;
  hint: string;
  /** A skill is an object with a title, a disposition the title itself. */
  titleOf: (value: Json) => string;
  valueOf: (title: string) => Json;
  add: string;
}

/** Things with a key and a title: skills, dispositions. */
export function NamedList({ form, field, title, hint, titleOf, valueOf, add }: Props) {
  const [key, setKey] = useState("");
  const known = get(form.doc, [field]);
  const rows = isObject(known) ? entriesOf(known) : [];
  const make = () => {
    if (key === "") return;
    form.set([field, key], valueOf(words.titled(key)));
    setKey("");
  };
  return (
    <fieldset className="group">
      <legend>{title}</legend>
      <p className="hint">{hint}</p>
      <ul className="admin-named">
        {rows.map(([name, value]) => (
          <li key={name}>
            <code>{name}</code>
            <input
              className="input"
              aria-label={words.titleOf(name)}
              value={titleOf(value)}
              maxLength={200}
              onChange={(event) => form.set([field, name], valueOf(event.target.value))}
            />
            <Button kind="quiet" aria-label={formStrings.inspector.remove(name)} onClick={() => form.set([field, name], undefined)}>
              ✕
            </Button>
          </li>
        ))}
        <li>
          <input
            className="input code"
            aria-label={add}
            placeholder={add}
            pattern="[a-z][a-z0-9_]*"
            title={words.keyHint}
            value={key}
            onChange={(event) => setKey(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              make();
            }}
          />
          <Button disabled={!/^[a-z][a-z0-9_]*$/.test(key)} onClick={make}>
            {formStrings.inspector.addItem}
          </Button>
        </li>
      </ul>
    </fieldset>
  );
}
