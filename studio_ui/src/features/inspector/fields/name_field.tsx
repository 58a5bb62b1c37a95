import { useRef } from "react";
import type { Offered } from "../../../api/language";
import { inspectorStrings } from "../../../app/inspector_strings";
import { formStrings } from "../../../app/form_strings";
import { Field } from "../../../ui";
import { useDoc, useOpen } from "../../editing";
import { centerTitle, useSession } from "../../session";
import { useOffered } from "../code/offered";
import { TextField } from "./plain_fields";
import type { FieldProps } from "./types";
import { Until } from "./until";

/** The name of a thing of the environment or the tenant: one of those that there are. */
export function NameField(props: FieldProps) {
  const { label, shape, value, error, set, required } = props;
  const environment = useOpen((open) => open.environment, "");
  const kind = useDoc((doc) => doc.flow.kind ?? "entry", "entry");
  useSession((state) => state.contactCenters);
  const offered = useOffered(environment);
  const had = useRef(false);
  if (!offered) {
    return (
      <Until had={had}>
        <TextField {...props} />
      </Until>
    ); // until it is known, and where it cannot be
  }
  const chosen = typeof value === "string" ? value : "";
  const names = namesOf(shape.format, offered, kind);
  const known = chosen === "" || names.includes(chosen);
  return (
    <Field
      label={label}
      hint={names.length === 0 ? inspectorStrings.names.none : shape.hint}
      error={error}
      optional={required ? undefined : formStrings.inspector.optional}
    >
      {(ids) => (
        <select
          {...ids}
          ref={(field) => {
            if (had.current) field?.focus();
            had.current = false;
          }}
          className="input"
          value={chosen}
          onChange={(event) => set(event.target.value === "" && !required ? undefined : event.target.value)}
        >
          {(!required || chosen === "") && <option value="">{required ? inspectorStrings.names.choose : formStrings.inspector.none}</option>}
          {!known && <option value={chosen}>{inspectorStrings.names.unknown(chosen)}</option>}
          {names.map((name) => (
            <option key={name} value={name}>
              {titled(shape.format, name)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

const CENTERS = ["contact_center", "queue"];
const titled = (format: string, name: string): string => (CENTERS.includes(format) ? centerTitle(name) : name);

/** By the format of a field: what a value of it may name. */
export function namesOf(format: string, offered: Offered, kind: string): string[] {
  const flows = (of: string, here = false) =>
    offered.flows.filter((flow) => flow.kind === of && (!here || flow.here)).map((flow) => flow.name);
  if (CENTERS.includes(format)) return Object.keys(offered.contact_centers);
  if (format === "schedule") return offered.schedules;
  if (format === "table") return Object.keys(offered.tables);
  if (format === "flow") return flows("subflow");
  if (format === "treatment") return flows("treatment");
  return format === "next_flow" ? flows(kind, true) : [];
}
