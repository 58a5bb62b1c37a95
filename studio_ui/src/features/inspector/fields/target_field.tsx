import { useId } from "react";
import { formStrings } from "../../../app/form_strings";
import type { Flow } from "../../../document/flow";
import { Field } from "../../../ui";
import { useDoc, useOpen } from "../../editing";
import { useOffered } from "../code/offered";
import type { FieldProps } from "./types";

/** Where a value goes: a variable, an attribute, or the dialogue's language; those that there are are offered. */
export function TargetField({ label, shape, value, error, set, required }: FieldProps) {
  const list = useId();
  return (
    <Field label={label} hint={shape.hint} error={error} optional={required ? undefined : formStrings.inspector.optional}>
      {(ids) => (
        <>
          <input
            {...ids}
            className="input code"
            spellCheck={false}
            list={list}
            placeholder="vars."
            value={typeof value === "string" ? value : ""}
            onChange={(event) => set(event.target.value === "" && !required ? undefined : event.target.value)}
          />
          <Targets id={list} />
        </>
      )}
    </Field>
  );
}

const NONE: Flow["variables"] = {};

/** The targets of the open flow, for the fields of this id's list. */
export function Targets({ id }: { id: string }) {
  return (
    <datalist id={id}>
      {useTargets().map((target) => (
        <option key={target} value={target} />
      ))}
    </datalist>
  );
}

export function useTargets(): string[] {
  const variables = useDoc((doc) => doc.flow.variables, undefined) ?? NONE;
  const environment = useOpen((open) => open.environment, "");
  const offered = useOffered(environment);
  const attributes = (offered?.names ?? []).map((each) => each.name).filter((name) => name.startsWith("attributes."));
  return [...Object.keys(variables ?? {}).map((name) => `vars.${name}`), ...attributes, "dialogue.language"];
}
