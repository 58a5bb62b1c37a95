import { Field } from "../../ui";

interface Props {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  error: string | undefined;
  choose: (value: string) => void;
}

/** One of a few; a value that is not among them stays visible. */
export function Choose({ label, value, options, error, choose }: Props) {
  const known = options.some(([key]) => key === value);
  return (
    <Field label={label} error={error}>
      {(ids) => (
        <select {...ids} className="input" value={value} onChange={(event) => choose(event.target.value)}>
          {!known && <option value={value}>{value}</option>}
          {options.map(([key, title]) => (
            <option key={key} value={key}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
