import { strings } from "../../../app/strings";
import { isObject, type Json, type JsonObject } from "../../../document/json";
import { Field } from "../../../ui";
import type { FieldProps } from "./types";

const CHANNELS = ["voice", "chat"] as const;

/** Times that depend on people: a number is for calls; chat may have its own. */
export function SecondsField({ label, shape, value, error, errorAt, set }: FieldProps) {
  const given: JsonObject = isObject(value) ? value : typeof value === "number" ? { voice: value } : {};
  const change = (channel: string, seconds: number | undefined) => {
    const next: JsonObject = { ...given };
    if (seconds === undefined) delete next[channel];
    else next[channel] = seconds;
    const keys = Object.keys(next);
    const only: Json | undefined = keys.length === 1 && typeof next["voice"] === "number" ? next["voice"] : next;
    set(keys.length === 0 ? undefined : only);
  };
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      <div className="pair">
        {CHANNELS.map((channel) => (
          <Field key={channel} label={strings.channels[channel] ?? channel} error={errorAt(`.${channel}`)}>
            {(ids) => (
              <input
                {...ids}
                className="input"
                type="number"
                min={0}
                step="any"
                value={typeof given[channel] === "number" ? given[channel] : ""}
                placeholder={channel === "voice" ? "5" : "300"}
                onChange={(event) =>
                  change(channel, Number.isNaN(event.target.valueAsNumber) ? undefined : event.target.valueAsNumber)
                }
              />
            )}
          </Field>
        ))}
      </div>
      {error && <p className="field-error">{error}</p>}
      {shape.hint && <p className="field-hint">{shape.hint}</p>}
    </fieldset>
  );
}
