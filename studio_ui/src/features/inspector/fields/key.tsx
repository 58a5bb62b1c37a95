import { useState } from "react";
import { formStrings } from "../../../app/form_strings";
import type { JsonObject } from "../../../document/json";

interface Props {
  name: string;
  taken: JsonObject;
  rename: (next: string) => void;
  label?: string;
  /** The id of a list of names that are offered. */
  list?: string | undefined;
}

/** The key of an entry: renamed when the writer leaves it, never onto a taken one. */
export function Key({ name, taken, rename, label = formStrings.inspector.key, list }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const finish = () => {
    if (draft !== null && draft !== "" && draft !== name && !(draft in taken)) rename(draft);
    setDraft(null);
  };
  return (
    <input
      className="input code map-key"
      aria-label={label}
      spellCheck={false}
      list={list}
      value={draft ?? name}
      onBlur={finish}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") finish();
      }}
    />
  );
}
