import { environmentStrings } from "../../app/environment_strings";
import { Field } from "../../ui";
import { useMay, useSession } from "../session";
import { edit, StockFrame, Trouble, useStock } from "../stock";
import { faultsOf } from "./faults";
import "./environment.css";

/** /studio/{environment}/entry: which flow a dialogue begins with, by its channel. */
export function EntryView({ environment }: { environment: string; name: string }) {
  const words = environmentStrings.entry;
  const mayEdit = useMay("edit", environment);
  return (
    <StockFrame environment={environment} kind="entry">
      <div className="stock-body">
        <section className="environment-form" aria-label={words.title}>
          <p className="hint">{words.lead}</p>
          <fieldset className="plain" disabled={!mayEdit}>
            {Object.keys(words.channels).map((channel) => (
              <Channel key={channel} environment={environment} channel={channel} />
            ))}
          </fieldset>
        </section>
      </div>
    </StockFrame>
  );
}

function Channel({ environment, channel }: { environment: string; channel: string }) {
  const words = environmentStrings.entry;
  const entry = useStock((state) => state.parts[channel]);
  const flows = useSession((state) => state.environments.find((known) => known.name === environment)?.flows);
  const known = (flows ?? []).filter((flow) => flow.kind === "entry");
  const label = words.channels[channel] ?? channel;
  const chosen = typeof entry?.value === "string" ? entry.value : "";
  const without = channel !== "default" ? words.asDefault : environment === "front_door" ? words.none : words.straight;
  return (
    <>
      <Trouble name={channel} title={label} />
      <Field label={label} hint={known.length === 0 ? words.noneYet : words.hints[channel]} error={faultsOf(entry)}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={chosen}
            onChange={(event) => edit(channel, event.target.value || undefined, words.did(label))}
          >
            <option value="">{without}</option>
            {chosen !== "" && !known.some((flow) => flow.name === chosen) && <option value={chosen}>{words.gone(chosen)}</option>}
            {known.map((flow) => (
              <option key={flow.name} value={flow.name}>
                {flow.title || flow.name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}
