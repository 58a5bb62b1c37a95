import { useState } from "react";
import { formStrings } from "../../../app/form_strings";
import type { Json } from "../../../document/json";
import { Field } from "../../../ui";

interface Props {
  label: string;
  hint: string;
  value: Json | undefined;
  error: string | undefined;
  set: (value: string[] | undefined) => void;
}

/** A few names in one line, taken when the writer leaves it. */
export function NamesField({ label, hint, value, error, set }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const names = Array.isArray(value) ? value.map(String) : [];
  const finish = () => {
    if (draft !== null) {
      const next = draft.split(/[\s,]+/).filter(Boolean);
      if (next.join() !== names.join()) set(next.length > 0 ? next : undefined);
    }
    setDraft(null);
  };
  return (
    <Field label={label} hint={hint} error={error} optional={formStrings.inspector.optional}>
      {(ids) => (
        <input
          {...ids}
          className="input code"
          spellCheck={false}
          value={draft ?? names.join(", ")}
          onBlur={finish}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") finish();
          }}
        />
      )}
    </Field>
  );
}
