import { useState } from "react";
import { formStrings } from "../../../app/form_strings";
import { parseJson, writeJson, type Json } from "../../../document/json";
import { Field } from "../../../ui";
import { choiceTitle } from "../shape";
import type { FieldProps } from "./types";

const optionalWord = (props: FieldProps) => (props.required ? undefined : formStrings.inspector.optional);

export function TextField(props: FieldProps) {
  const { label, shape, value, error, set, required } = props;
  return (
    <Field label={label} hint={shape.hint} error={error} optional={optionalWord(props)}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          value={typeof value === "string" ? value : ""}
          placeholder={placeholder(shape.schema["default"])}
          onChange={(event) => set(event.target.value === "" && !required ? undefined : event.target.value)}
        />
      )}
    </Field>
  );
}

export function NumberField(props: FieldProps) {
  const { label, shape, value, error, set, required } = props;
  const whole = shape.schema["type"] === "integer";
  return (
    <Field label={label} hint={shape.hint} error={error} optional={optionalWord(props)}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          type="number"
          step={whole ? 1 : "any"}
          value={typeof value === "number" ? value : ""}
          placeholder={placeholder(shape.schema["default"])}
          onChange={(event) => {
            const number = event.target.valueAsNumber;
            if (!Number.isNaN(number)) set(number);
            else if (!required) set(undefined);
          }}
        />
      )}
    </Field>
  );
}

export function BooleanField({ label, shape, value, error, set }: FieldProps) {
  const on = typeof value === "boolean" ? value : shape.schema["default"] === true;
  return (
    <Field label={label} hint={shape.hint} error={error}>
      {(ids) => <input {...ids} type="checkbox" checked={on} onChange={(event) => set(event.target.checked)} />}
    </Field>
  );
}

export function ChoiceField(props: FieldProps) {
  const { label, shape, value, error, set, required } = props;
  const chosen = value ?? shape.schema["default"];
  return (
    <Field label={label} hint={shape.hint} error={error} optional={optionalWord(props)}>
      {(ids) => (
        <select
          {...ids}
          className="input"
          value={chosen === undefined || chosen === null ? "" : String(chosen)}
          onChange={(event) => set(shape.choices.find((choice) => String(choice) === event.target.value))}
        >
          {!required && chosen == null && <option value="">{formStrings.inspector.none}</option>}
          {shape.choices.map((choice) => (
            <option key={String(choice)} value={String(choice)}>
              {choiceTitle(shape.schema, choice)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** For values of any kind: written as JSON, taken when it can be read. */
export function JsonField({ label, shape, value, error, set }: FieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState("");
  return (
    <Field label={label} hint={shape.hint} error={wrong || error}>
      {(ids) => (
        <textarea
          {...ids}
          className="input code"
          spellCheck={false}
          rows={Math.min(6, 1 + Math.floor((draft ?? (value === undefined ? "" : writeJson(value))).length / 34))}
          value={draft ?? (value === undefined ? "" : writeJson(value))}
          onBlur={() => setDraft(wrong ? draft : null)}
          onChange={(event) => {
            setDraft(event.target.value);
            try {
              set(event.target.value.trim() === "" ? undefined : parseJson(event.target.value));
              setWrong("");
            } catch {
              setWrong(formStrings.inspector.notJson);
            }
          }}
        />
      )}
    </Field>
  );
}

function placeholder(value: Json | undefined): string {
  return value === undefined || value === null || typeof value === "object" ? "" : String(value);
}
