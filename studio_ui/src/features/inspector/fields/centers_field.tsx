import { isObject } from "../../../document/json";
import { useOpen } from "../../editing";
import { centerTitle } from "../../session";
import { useOffered } from "../code/offered";
import { ListField } from "./list_field";
import type { FieldProps } from "./types";

const FEW = 15;

/** Several contact centers: ticked where there are few, else a list. */
export function CentersField(props: FieldProps) {
  const { label, shape, value, error, set } = props;
  const environment = useOpen((open) => open.environment, "");
  const offered = useOffered(environment);
  const known = isObject(offered?.contact_centers) ? Object.keys(offered.contact_centers) : [];
  const chosen = Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
  if (known.length === 0 || known.length > FEW) return <ListField {...props} />;
  const all = [...new Set([...known, ...chosen])];
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      {all.map((name) => (
        <label key={name} className="tick">
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={(event) => {
              const next = all.filter((each) => (each === name ? event.target.checked : chosen.includes(each)));
              set(next.length === 0 ? undefined : next);
            }}
          />{" "}
          {centerTitle(name)}
        </label>
      ))}
      {error && <p className="field-error">{error}</p>}
      {shape.hint && <p className="field-hint">{shape.hint}</p>}
    </fieldset>
  );
}
