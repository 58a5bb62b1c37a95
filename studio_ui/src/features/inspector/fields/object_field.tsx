import { isObject, type Json, type JsonObject } from "../../../document/json";
import { put } from "../../../document/action";
import { fieldsOf, labelOf, shapeOf } from "../shape";
import { AnyField } from "./any_field";
import type { FieldProps } from "./types";

/** The fields of an object, one below the other. */
export function ObjectField({ label, shape, root, value, error, errorAt, set, path }: FieldProps) {
  const object: JsonObject = isObject(value) ? value : {};
  const properties = shape.schema["properties"] as JsonObject;
  const required = Array.isArray(shape.schema["required"]) ? (shape.schema["required"] as Json[]) : [];
  return (
    <div className="object" role="group" aria-label={label || undefined}>
      {fieldsOf(shape.schema).map((name) => (
        <AnyField
          key={name}
          name={name}
          label={labelOf(name, properties[name])}
          shape={shapeOf(properties[name], root)}
          root={root}
          value={object[name]}
          required={required.includes(name)}
          error={errorAt(`.${name}`)}
          errorAt={(below) => errorAt(`.${name}${below}`)}
          path={`${path}.${name}`}
          set={(next) => set(put(object, [name], next))}
        />
      ))}
      {error && <p className="field-error">{error}</p>}
    </div>
  );
}
