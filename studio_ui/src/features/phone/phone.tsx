import { useEffect, useRef } from "react";
import { callStrings } from "../../app/call_strings";
import { Button } from "../../ui";
import { phone, Transcript } from "../caller";
import { useSession } from "../session";
import { Dial } from "./dial";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

export function Phone() {
  const standing = phone.use((state) => state.standing);
  const lines = phone.use((state) => state.lines);
  const problem = phone.use((state) => state.problem);
  const on = standing === "talking";
  useTypedKeys(on);
  return (
    <div className="phone" aria-label={callStrings.phone.title} role="group">
      {on ? <OnCall /> : <Dial />}
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      <Transcript lines={lines} label={callStrings.phone.transcript} empty={callStrings.phone.empty} />
      <Keys on={on} />
      <Hearing />
    </div>
  );
}

function OnCall() {
  const address = phone.use((state) => state.address);
  const agent = phone.use((state) => state.agentName);
  const music = phone.use((state) => state.music);
  const held = phone.use((state) => state.held);
  const speaking = phone.use((state) => state.speaking);
  const recording = phone.use((state) => state.recording);
  const away = phone.use((state) => state.away);
  const link = phone.use((state) => state.link);
  const title = useSession((state) => state.addresses.find((known) => known.address === address)?.title ?? address);
  const says =
    link === "lost"
      ? callStrings.phone.lost
      : agent
        ? held
          ? callStrings.phone.heldBy(agent)
          : callStrings.phone.with(agent)
        : away
          ? callStrings.phone.away
          : music
            ? callStrings.phone.holding
            : speaking
              ? callStrings.phone.speaking
              : recording
                ? callStrings.phone.recording
                : callStrings.phone.listening;
  return (
    <div className="on-call">
      <p>
        <b>{title}</b>
        <span role="status" className={link === "lost" ? "state state-lost" : "state"}>
          {says}
        </span>
      </p>
      <Button kind="danger" className="call" onClick={phone.hangUp}>
        {callStrings.phone.hangUp}
      </Button>
    </div>
  );
}

/** During a call the keyboard's digits are the phone's, unless somebody writes text or moves about in a form. */
function useTypedKeys(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => {
      const to = event.target;
      const elsewhere = to instanceof Element && to.closest("input:not([type=checkbox]), textarea, select, [role=dialog], dialog");
      if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || !KEYS.includes(event.key)) return;
      event.preventDefault();
      phone.key(event.key);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [on]);
}

function Keys({ on }: { on: boolean }) {
  const choices = phone.use((state) => state.choices);
  const pad = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (on && document.activeElement === document.body) pad.current?.focus(); // the Call button has just gone
  }, [on]);
  return (
    <div className="keys" dir="ltr" role="group" aria-label={callStrings.phone.keys} tabIndex={-1} ref={pad} title={on ? callStrings.phone.typed : undefined}>
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          disabled={!on}
          onClick={() => phone.key(key)}
          className={choices.some((choice) => choice.key === key) ? "asked" : ""}
        >
          {key}
        </button>
      ))}
    </div>
  );
}

function Hearing() {
  const aloud = phone.use((state) => state.aloud);
  const skip = phone.use((state) => state.skip);
  return (
    <div className="toggles">
      {"speechSynthesis" in window && (
        <label>
          <input type="checkbox" checked={aloud} onChange={(event) => phone.use.setState({ aloud: event.target.checked })} />{" "}
          {callStrings.phone.aloud}
        </label>
      )}
      <label>
        <input type="checkbox" checked={skip} onChange={(event) => phone.use.setState({ skip: event.target.checked })} />{" "}
        {callStrings.phone.skip}
      </label>
    </div>
  );
}
