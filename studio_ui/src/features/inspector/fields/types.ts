import type { Json, JsonObject } from "../../../document/json";
import type { Shape } from "../shape";

/** What every field is given: its value, its schema, and how to change it. Undefined takes the field away. */
export interface FieldProps {
  name: string;
  label: string;
  shape: Shape;
  root: JsonObject;
  value: Json | undefined;
  required: boolean;
  /** The finding that speaks of this very field; `under` finds those below it. */
  error: string | undefined;
  errorAt: (below: string) => string | undefined;
  set: (value: Json | undefined) => void;
  path: string;
}
