import { inspectorStrings } from "../../../app/inspector_strings";
import { formStrings } from "../../../app/form_strings";
import { get } from "../../../document/action";
import { entriesOf, isObject, objectOf, type Json, type JsonObject } from "../../../document/json";
import { placeOf } from "../../../document/select";
import { Button } from "../../../ui";
import { useDoc, useOpen } from "../../editing";
import { skillTitle } from "../../session";
import { useOffered } from "../code/offered";
import { MapField } from "./map_field";
import type { FieldProps } from "./types";

/** Skills with the least level that is asked for, of the contact center that stands beside. */
export function SkillsField(props: FieldProps) {
  const { label, shape, value, error, errorAt, set, path } = props;
  const environment = useOpen((open) => open.environment, "");
  const offered = useOffered(environment);
  const center = useDoc((doc) => centerAt(doc.flow as unknown as Json, path), "") || environment;
  if (!offered) return <MapField {...props} />;
  const map: JsonObject = isObject(value) ? value : {};
  const asked = entriesOf(map);
  const own = offered.contact_centers[center];
  const known = own ?? [...new Set(Object.values(offered.contact_centers).flat())].toSorted();
  const free = known.filter((skill) => !(skill in map));
  const put = (next: [string, Json][]) => set(next.length === 0 && !isObject(value) ? undefined : objectOf(next));
  const titleOf = (skill: string): string => skillTitle(center, skill);
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      {asked.map(([skill, level]) => {
        const wrong = errorAt(`.${skill}`);
        return (
          <div key={skill} className="skill">
            <span>{titleOf(skill)}</span>
            <input
              className="input"
              type="number"
              min={0}
              max={100}
              step={1}
              aria-label={inspectorStrings.skills.level(titleOf(skill))}
              aria-invalid={wrong ? true : undefined}
              value={typeof level === "number" ? level : ""}
              onChange={(event) => {
                const number = event.target.valueAsNumber;
                if (!Number.isNaN(number)) put(asked.map(([name, old]) => [name, name === skill ? number : old]));
              }}
            />
            <Button
              kind="quiet"
              aria-label={formStrings.inspector.remove(titleOf(skill))}
              onClick={() => put(asked.filter(([name]) => name !== skill))}
            >
              ✕
            </Button>
            {wrong && <p className="field-error">{wrong}</p>}
          </div>
        );
      })}
      {free.length > 0 && (
        <select
          className="input"
          aria-label={inspectorStrings.skills.add}
          value=""
          onChange={(event) => event.target.value && put([...asked, [event.target.value, USUAL]])}
        >
          <option value="">{inspectorStrings.skills.add}</option>
          {free.map((skill) => (
            <option key={skill} value={skill}>
              {titleOf(skill)}
            </option>
          ))}
        </select>
      )}
      {known.length === 0 && <p className="field-hint">{inspectorStrings.skills.none}</p>}
      {error && <p className="field-error">{error}</p>}
      {shape.hint && <p className="field-hint">{shape.hint}</p>}
    </fieldset>
  );
}

const USUAL = 50;

/** The contact center that stands beside the field at this path, else in the step itself. */
function centerAt(flow: Json, path: string): string {
  const { node, field } = placeOf(path);
  const parts = field.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const beside = get(flow, ["nodes", node, ...parts.slice(0, -1), "contact_center"]) ?? get(flow, ["nodes", node, "contact_center"]);
  return typeof beside === "string" ? beside : "";
}
