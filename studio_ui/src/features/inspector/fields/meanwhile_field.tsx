import { inspectorStrings } from "../../../app/inspector_strings";
import { formStrings } from "../../../app/form_strings";
import { Field } from "../../../ui";
import type { FieldProps } from "./types";

/** What the phone plays while something takes its time: silence, music of its own, or a sound by its name. */
export function MeanwhileField({ label, error, value, set }: FieldProps) {
  const words = inspectorStrings.meanwhile;
  const way = value === undefined || value === null ? "silence" : value === "" ? "music" : "sound";
  return (
    <>
      <Field label={label} error={way === "sound" ? undefined : error} optional={formStrings.inspector.optional}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={way}
            onChange={(event) => set({ silence: undefined, music: "", sound: words.first }[event.target.value])}
          >
            <option value="silence">{words.silence}</option>
            <option value="music">{words.music}</option>
            <option value="sound">{words.sound}</option>
          </select>
        )}
      </Field>
      {way === "sound" && (
        <Field label={words.name} error={error}>
          {(ids) => (
            <input
              {...ids}
              className="input code"
              maxLength={64}
              value={String(value)}
              onChange={(event) => event.target.value && set(event.target.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}
