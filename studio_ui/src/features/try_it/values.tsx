import { tryStrings } from "../../app/try_strings";
import { writeJson, type JsonObject } from "../../document/json";
import { useTrying } from "./trying";

const NOTHING: JsonObject = {};

/** The variables of the running flow and the attributes of the dialogue, as they are now. */
export function Values() {
  const variables = useTrying((state) => state.sight?.variables ?? NOTHING);
  const attributes = useTrying((state) => state.sight?.attributes ?? NOTHING);
  const rows = [...named("vars", variables), ...named("attributes", attributes)];
  return (
    <details className="try-values">
      <summary>{tryStrings.values}</summary>
      {rows.length === 0 ? (
        <p className="hint">{tryStrings.noValues}</p>
      ) : (
        <dl>
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </details>
  );
}

function named(scope: string, values: JsonObject): [string, string][] {
  return Object.entries(values).map(([name, value]) => [`${scope}.${name}`, writeJson(value ?? null)]);
}
