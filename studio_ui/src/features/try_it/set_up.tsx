import { tryStrings } from "../../app/try_strings";
import { Button, Field, Segments } from "../../ui";
import { numbersOf, reachable } from "../caller";
import { useSession } from "../session";
import { begin } from "./acts";
import { PreviewCallers } from "./preview_callers";
import { useTrying, type Setup } from "./trying";

const set = (part: Partial<Setup>): void => useTrying.setState((state) => ({ setup: { ...state.setup, ...part } }));

/** Before it begins: from where, who, when, and who is at work. */
export function SetUp() {
  const setup = useTrying((state) => state.setup);
  const busy = useTrying((state) => state.busy);
  const addresses = reachable(
    useSession((state) => state.addresses),
    setup.channel,
  );
  const people = numbersOf();
  return (
    <>
      <form
        className="try-set-up"
        onSubmit={(event) => {
          event.preventDefault();
          void begin();
        }}
      >
        <p className="hint">{tryStrings.intro}</p>
        <Segments
          label={tryStrings.channel}
          value={setup.channel}
          options={[
            ["voice", tryStrings.voice],
            ["chat", tryStrings.chat],
          ]}
          choose={(channel) => set({ channel, address: "" })}
        />
        <Field label={tryStrings.begins}>
          {(ids) => (
            <select className="input" {...ids} value={setup.address} onChange={(event) => set({ address: event.target.value })}>
              <option value="">{tryStrings.here}</option>
              {addresses.map(({ address, title }) => (
                <option key={address} value={address}>
                  {tryStrings.at(title, address)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={tryStrings.who}>
          {(ids) => (
            <select className="input" {...ids} value={setup.who || (people[0]?.id ?? "")} onChange={(event) => set({ who: event.target.value })}>
              {people.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={tryStrings.when}>
          {(ids) => (
            <input
              className="input"
              type="datetime-local"
              {...ids}
              value={setup.at || USUAL}
              onChange={(event) => set({ at: event.target.value })}
            />
          )}
        </Field>
        <Field label={tryStrings.agents}>
          {(ids) => (
            <select
              className="input"
              {...ids}
              value={setup.agents}
              onChange={(event) => set({ agents: event.target.value as Setup["agents"] })}
            >
              <option value="free">{tryStrings.free}</option>
              <option value="busy">{tryStrings.busy}</option>
              <option value="nobody">{tryStrings.nobody}</option>
            </select>
          )}
        </Field>
        <Button type="submit" kind="main" className="call" off={busy}>
          {busy ? tryStrings.working : setup.channel === "chat" ? tryStrings.chatStart : tryStrings.call}
        </Button>
      </form>
      <PreviewCallers />
    </>
  );
}

/** A Monday morning, as in cases: the same hour whenever somebody tries it. */
const USUAL = "2026-03-02T10:00";
