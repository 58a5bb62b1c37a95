import { Field } from "../../../ui";
import { formStrings } from "../../../app/form_strings";
import { placeOf } from "../../../document/select";
import { CodeArea } from "../code/code_area";
import type { FieldProps } from "./types";

/** Expressions and templates: offers what may be written, and shows what it gives; the server says what is wrong. */
export function CodeField({ label, shape, value, error, set, required, path }: FieldProps) {
  const text = typeof value === "string" ? value : "";
  const kind = shape.format === "expression" ? "expression" : "template";
  const hint = kind === "expression" ? formStrings.inspector.expressionHint : shape.hint;
  return (
    <Field label={label} hint={shape.hint || hint} error={error} optional={required ? undefined : formStrings.inspector.optional}>
      {(ids) => (
        <CodeArea
          ids={ids}
          label={label}
          kind={kind}
          text={text}
          node={placeOf(path).node}
          rows={Math.min(4, 1 + Math.floor(text.length / 36))}
          set={(next) => set(next === "" && !required ? undefined : next)}
        />
      )}
    </Field>
  );
}
