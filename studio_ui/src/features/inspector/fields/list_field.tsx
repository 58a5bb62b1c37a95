import { formStrings } from "../../../app/form_strings";
import type { Json } from "../../../document/json";
import { Button } from "../../../ui";
import { blank, shapeOf } from "../shape";
import { AnyField } from "./any_field";
import type { FieldProps } from "./types";

/** A list in its order: items can be changed, moved up, removed and added. */
export function ListField({ name, label, shape, root, value, error, errorAt, set, path }: FieldProps) {
  const items: Json[] = Array.isArray(value) ? value : [];
  const itemSchema =
    shape.schema["items"] ?? (Array.isArray(shape.schema["prefixItems"]) ? shape.schema["prefixItems"][0] : undefined);
  const replace = (next: Json[]) => set(next.length === 0 && !Array.isArray(value) ? undefined : next);
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      {items.map((item, place) => (
        <div key={place} className="list-item">
          <AnyField
            name={name}
            label={formStrings.inspector.item(place + 1)}
            shape={shapeOf(itemSchema, root)}
            root={root}
            value={item}
            required
            error={errorAt(`[${place}]`)}
            errorAt={(below) => errorAt(`[${place}]${below}`)}
            path={`${path}[${place}]`}
            set={(next) => replace(items.map((old, at) => (at === place ? (next ?? "") : old)))}
          />
          <span className="row-of-buttons">
            {place > 0 && (
              <Button
                kind="quiet"
                aria-label={formStrings.inspector.moveUp(place + 1)}
                onClick={() => replace(swapped(items, place))}
              >
                ↑
              </Button>
            )}
            <Button
              kind="quiet"
              aria-label={formStrings.inspector.remove(formStrings.inspector.item(place + 1))}
              onClick={() => replace(items.filter((_, at) => at !== place))}
            >
              ✕
            </Button>
          </span>
        </div>
      ))}
      <Button kind="quiet" onClick={() => replace([...items, blank(itemSchema, root)])}>
        {formStrings.inspector.addItem}
      </Button>
      {error && <p className="field-error">{error}</p>}
      {shape.hint && <p className="field-hint">{shape.hint}</p>}
    </fieldset>
  );
}

function swapped(items: Json[], place: number): Json[] {
  const next = [...items];
  [next[place - 1], next[place]] = [items[place] as Json, items[place - 1] as Json];
  return next;
}
