import { get, type Path } from "../../document/action";
import type { Json, JsonObject } from "../../document/json";
import { Field } from "../../ui";
import type { Fault } from "./fault";

/** What every field of a form gets: the document, how to write it, and what was refused. */
export interface Form {
  doc: JsonObject;
  set: (path: Path, value: Json | undefined) => void;
  fault: Fault | null;
}

interface Props {
  form: Form;
  path: Path;
  label: string;
  hint?: string;
  required?: boolean;
}

const errorAt = (form: Form, path: Path): string | undefined => (form.fault?.field === path.join(".") ? form.fault.text : undefined);

export function TextField({ form, path, label, hint, required = false }: Props) {
  const value = get(form.doc, path);
  return (
    <Field label={label} hint={hint} error={errorAt(form, path)}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          required={required}
          maxLength={200}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => form.set(path, event.target.value === "" && !required ? undefined : event.target.value)}
        />
      )}
    </Field>
  );
}

interface NumberProps extends Props {
  least: number;
  most: number;
  /** What holds when nothing is written. */
  usual?: number | string;
}

export function NumberField({ form, path, label, hint, least, most, usual }: NumberProps) {
  const value = get(form.doc, path);
  return (
    <Field label={label} hint={hint} error={errorAt(form, path)}>
      {(ids) => (
        <input
          {...ids}
          className="input admin-number"
          type="number"
          min={least}
          max={most}
          step="any"
          placeholder={usual === undefined ? "" : String(usual)}
          value={typeof value === "number" ? value : ""}
          onChange={(event) => form.set(path, event.target.value === "" ? undefined : event.target.valueAsNumber)}
        />
      )}
    </Field>
  );
}

interface ChoiceProps extends Props {
  options: Readonly<Record<string, string>>;
  usual: string;
  disabled?: boolean;
}

export function ChoiceField({ form, path, label, hint, options, usual, disabled }: ChoiceProps) {
  const value = get(form.doc, path);
  return (
    <Field label={label} hint={hint} error={errorAt(form, path)}>
      {(ids) => (
        <select {...ids} className="input" disabled={disabled} value={typeof value === "string" ? value : usual} onChange={(event) => form.set(path, event.target.value)}>
          {Object.entries(options).map(([key, title]) => (
            <option key={key} value={key}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A few words with commas between them. */
export function WordsField({ form, path, label, hint }: Props) {
  const value = get(form.doc, path);
  const list = Array.isArray(value) ? value.map(String) : [];
  return (
    <Field label={label} hint={hint} error={errorAt(form, path)}>
      {(ids) => (
        <input
          {...ids}
          key={list.join()}
          className="input"
          defaultValue={list.join(", ")}
          onBlur={(event) => {
            const words = event.target.value.split(/[,\s]+/).filter(Boolean);
            if (words.join() !== list.join()) form.set(path, words.length > 0 ? words : undefined);
          }}
        />
      )}
    </Field>
  );
}
