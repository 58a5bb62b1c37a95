import { useId } from "react";
import { inspectorStrings } from "../../../app/inspector_strings";
import { formStrings } from "../../../app/form_strings";
import { entriesOf, isObject, objectOf, type Json, type JsonObject } from "../../../document/json";
import { Button } from "../../../ui";
import { blank, shapeOf } from "../shape";
import { AnyField } from "./any_field";
import { Key } from "./key";
import { Targets, useTargets } from "./target_field";
import type { FieldProps } from "./types";

/** Names to values, in the author's order. A renamed key keeps its place, and its wire goes along. */
export function MapField({ name, label, shape, root, value, error, errorAt, set, path }: FieldProps) {
  const map: JsonObject = isObject(value) ? value : {};
  const entries = entriesOf(map);
  const inner = shape.schema["additionalProperties"] ?? firstPattern(shape.schema);
  const put = (next: [string, Json][]) => set(objectOf(next));
  const targets = useTargets();
  const list = useId();
  const leads = LEADS.includes(shape.format); // its keys say where values go
  const long = leads || entries.some(([key]) => key.length > SHORT);
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      {entries.map(([key, item], place) => {
        const below = /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `['${key}']`;
        return (
          <div key={place} className={long ? "map-item map-item-long" : "map-item"}>
            <Key list={leads ? list : undefined} name={key} taken={map} rename={(next) => put(entries.map(([old, kept]) => [old === key ? next : old, kept]))} />
            <div className="map-value">
              <AnyField
                name={name}
                label={shapeOf(inner, root).kind === "object" ? "" : inspectorStrings.mapValue}
                shape={shapeOf(inner, root)}
                root={root}
                value={item}
                required
                error={errorAt(below)}
                errorAt={(deeper) => errorAt(below + deeper)}
                path={`${path}${below}`}
                set={(next) => put(entries.map(([old, kept]) => [old, old === key ? (next ?? "") : kept]))}
              />
            </div>
            <Button
              kind="quiet"
              aria-label={formStrings.inspector.remove(key)}
              onClick={() => put(entries.filter(([old]) => old !== key))}
            >
              ✕
            </Button>
          </div>
        );
      })}
      <Button kind="quiet" onClick={() => put([...entries, [leads ? nextTarget(map, targets) : nextKey(map), blank(inner, root)]])}>
        {formStrings.inspector.addEntry}
      </Button>
      {leads && <Targets id={list} />}
      {error && <p className="field-error">{error}</p>}
      {shape.hint && <p className="field-hint">{shape.hint}</p>}
    </fieldset>
  );
}

const LEADS = ["targets", "outputs"];
/** Longer keys than those of a telephone get a line of their own. */
const SHORT = 3;

const nextTarget = (map: JsonObject, targets: readonly string[]): string =>
  targets.find((target) => !(target in map)) ?? `vars.${nextKey({})}`;

function firstPattern(schema: JsonObject): Json | undefined {
  const patterns = schema["patternProperties"];
  return isObject(patterns) ? Object.values(patterns)[0] : undefined;
}

/** The next key that a telephone has, else a name. */
function nextKey(map: JsonObject): string {
  const keys = Object.keys(map);
  const digits = keys.every((key) => /^[0-9*#]$/.test(key));
  const free = "1234567890*#".split("").find((key) => !(key in map));
  if (digits && free) return free;
  for (let n = 1; ; n += 1) if (!(`name_${n}` in map)) return `name_${n}`;
}
