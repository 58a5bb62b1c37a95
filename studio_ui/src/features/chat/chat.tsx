import { useState } from "react";
import { callStrings } from "../../app/call_strings";
import { Button, mayTakeFocus } from "../../ui";
import { chat, numbersOf, reachable, Transcript } from "../caller";
import { useMay, useSession } from "../session";

export function Chat() {
  const standing = chat.use((state) => state.standing);
  const lines = chat.use((state) => state.lines);
  const problem = chat.use((state) => state.problem);
  return (
    <div className="chat" role="group" aria-label={callStrings.chat.title}>
      {standing === "talking" ? <Standing /> : <Begin />}
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      <Transcript lines={lines} label={callStrings.chat.messages} empty={callStrings.chat.empty} />
      {standing === "talking" && <Write />}
    </div>
  );
}

function Begin() {
  const tenant = useSession((state) => state.session?.tenant ?? "");
  const all = useSession((state) => state.addresses);
  const arriving = chat.use((state) => state.standing === "arriving");
  const reads = useMay("read");
  const addresses = reachable(all, "chat");
  const [address, setAddress] = useState("");
  const people = numbersOf();
  const [who, setWho] = useState(people[0]?.id ?? "");
  const to = address || addresses[0]?.address || "";
  const person = people.find((known) => known.id === who);
  return (
    <form
      className="dial"
      onSubmit={(event) => {
        event.preventDefault();
        void chat.arrive(tenant, { address: to, channel: "chat", name: person?.name ?? "", language: person?.language ?? "" });
      }}
    >
      <label>
        {callStrings.chat.entry}
        <select className="input" value={to} onChange={(event) => setAddress(event.target.value)}>
          {addresses.map((known) => (
            <option key={known.address} value={known.address}>
              {known.title || known.address}
            </option>
          ))}
        </select>
      </label>
      <label>
        {callStrings.phone.as}
        <select className="input" value={who} onChange={(event) => setWho(event.target.value)}>
          {people.map((known) => (
            <option key={known.id} value={known.id}>
              {known.label}
            </option>
          ))}
        </select>
      </label>
      {reads && addresses.length === 0 && <p className="field-hint">{callStrings.chat.none}</p>}
      <Button type="submit" kind="main" className="call" disabled={to === ""} off={arriving}>
        {arriving ? callStrings.chat.starting : callStrings.chat.start}
      </Button>
    </form>
  );
}

function Standing() {
  const agent = chat.use((state) => state.agentName);
  const link = chat.use((state) => state.link);
  return (
    <div className="on-call">
      <p>
        <b>{agent ? callStrings.phone.with(agent) : callStrings.chat.with}</b>
        <span role="status" className={link === "lost" ? "state state-lost" : "state"}>
          {link === "lost" ? callStrings.phone.lost : callStrings.chat.open}
        </span>
      </p>
      <Button kind="danger" className="call" onClick={chat.hangUp}>
        {callStrings.chat.leave}
      </Button>
    </div>
  );
}

/** It comes with the answer: who writes elsewhere meanwhile goes on there. */
const takeUp = (field: HTMLElement | null): void => {
  if (mayTakeFocus(field?.closest(".chat"))) field?.focus();
};

function Write() {
  const choices = chat.use((state) => state.choices);
  const [text, setText] = useState("");
  return (
    <>
      {choices.length > 0 && (
        <div className="replies" role="group" aria-label={callStrings.chat.replies}>
          {choices.map((choice) => (
            <Button key={choice.key} onClick={() => chat.button(choice)}>
              {choice.label}
            </Button>
          ))}
        </div>
      )}
      <form
        className="write"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === "") return;
          chat.write(text.trim());
          setText("");
        }}
      >
        <input
          className="input"
          ref={takeUp}
          value={text}
          maxLength={2000}
          onChange={(event) => setText(event.target.value)}
          aria-label={callStrings.chat.write}
          placeholder={callStrings.chat.write}
        />
        <Button type="submit" kind="main">
          {callStrings.chat.send}
        </Button>
      </form>
    </>
  );
}
