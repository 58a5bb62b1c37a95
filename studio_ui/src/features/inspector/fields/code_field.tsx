import { Field } from "../../../ui";
import { strings } from "../../../app/strings";
import type { FieldProps } from "./types";

/** Expressions and templates: a mono line that grows with its text; the server says at once what is wrong with it. */
export function CodeField({ label, shape, value, error, set, required }: FieldProps) {
  const text = typeof value === "string" ? value : "";
  const hint = shape.format === "expression" ? strings.inspector.expressionHint : shape.hint;
  return (
    <Field label={label} hint={shape.hint || hint} error={error} optional={required ? undefined : strings.inspector.optional}>
      {(ids) => (
        <textarea
          {...ids}
          className="input code"
          spellCheck={false}
          rows={Math.min(4, 1 + Math.floor(text.length / 36))}
          value={text}
          onChange={(event) => set(event.target.value === "" && !required ? undefined : event.target.value)}
        />
      )}
    </Field>
  );
}
