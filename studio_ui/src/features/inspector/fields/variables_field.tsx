import { formStrings } from "../../../app/form_strings";
import { freeId } from "../../../document/flow";
import { entriesOf, isObject, objectOf, type Json, type JsonObject } from "../../../document/json";
import { Button } from "../../../ui";
import type { Kind, Shape } from "../shape";
import { AnyField } from "./any_field";
import { Key } from "./key";

interface Props {
  value: JsonObject;
  types: readonly string[];
  errorAt: (below: string) => string | undefined;
  set: (value: JsonObject | undefined, together?: string) => void;
}

/** The flow's variables: a name, a type, what it begins with, and whether it must stay out of traces. */
export function VariablesField({ value, types, errorAt, set }: Props) {
  const entries = entriesOf(value);
  const put = (next: [string, Json][], together = "") => set(next.length > 0 ? objectOf(next) : undefined, together);
  const add = () => put([...entries, [freeId("name", value), { type: types[0] ?? "text" }]]);
  return (
    <fieldset className="group">
      <legend>{formStrings.flow.variables}</legend>
      {entries.length === 0 && <p className="field-hint">{formStrings.flow.noVariables}</p>}
      {entries.map(([name, item], place) => (
        <Variable
          key={place}
          name={name}
          taken={value}
          declared={isObject(item) ? item : {}}
          types={types}
          error={errorAt(`.variables.${name}`) ?? errorAt(`.variables.${name}.default`)}
          rename={(next) => put(entries.map(([old, kept]) => [old === name ? next : old, kept]))}
          remove={() => put(entries.filter(([old]) => old !== name))}
          set={(next) => put(entries.map(([old, kept]) => [old, old === name ? next : kept]), `variables.${name}`)}
        />
      ))}
      <Button kind="quiet" onClick={add}>
        {formStrings.flow.addVariable}
      </Button>
    </fieldset>
  );
}

interface VariableProps {
  name: string;
  taken: JsonObject;
  declared: JsonObject;
  types: readonly string[];
  error: string | undefined;
  rename: (next: string) => void;
  remove: () => void;
  set: (next: JsonObject) => void;
}

function Variable({ name, taken, declared, types, error, rename, remove, set }: VariableProps) {
  const type = typeof declared["type"] === "string" ? declared["type"] : "text";
  return (
    <div className="variable" role="group" aria-label={name}>
      <Key name={name} label={formStrings.flow.variableName} taken={taken} rename={rename} />
      <select
        className="input"
        aria-label={formStrings.flow.typeOf(name)}
        value={type}
        onChange={(event) => set({ type: event.target.value, ...(declared["sensitive"] ? { sensitive: true } : {}) })}
      >
        {[...new Set([...types, type])].map((known) => (
          <option key={known} value={known}>
            {known}
          </option>
        ))}
      </select>
      <Button kind="quiet" aria-label={formStrings.inspector.remove(name)} onClick={remove}>
        ✕
      </Button>
      <div className="variable-default">
        <AnyField
          key={type}
          name="default"
          label={formStrings.flow.begins}
          shape={shapeOfType(type)}
          root={{}}
          value={declared["default"]}
          required={false}
          error={error}
          errorAt={() => undefined}
          path={`$.variables.${name}.default`}
          set={(next) => {
            const { default: _, ...rest } = declared;
            set(next === undefined ? rest : { ...rest, default: next });
          }}
        />
      </div>
      <label className="variable-sensitive">
        <input
          type="checkbox"
          checked={declared["sensitive"] === true}
          onChange={(event) => {
            const { sensitive: _, ...rest } = declared;
            set(event.target.checked ? { ...rest, sensitive: true } : rest);
          }}
        />{" "}
        {formStrings.flow.sensitive}
      </label>
    </div>
  );
}

const KINDS: Record<string, Kind> = { text: "text", number: "number", boolean: "boolean" };

function shapeOfType(type: string): Shape {
  return { kind: KINDS[type] ?? "json", format: "", hint: "", optional: true, schema: {}, choices: [] };
}
