import { useState } from "react";
import { callStrings } from "../../app/call_strings";
import { Button, Field, Icon } from "../../ui";
import { numbersOf, phone, reachable } from "../caller";
import { useMay, useSession } from "../session";

/** Before the call: which line, and as whom. */
export function Dial() {
  const all = useSession((state) => state.addresses);
  const tenant = useSession((state) => state.session?.tenant ?? "");
  const arriving = phone.use((state) => state.standing === "arriving");
  const reads = useMay("read");
  const addresses = reachable(all, "voice");
  const people = numbersOf();
  const [address, setAddress] = useState("");
  const [who, setWho] = useState(people[0]?.id ?? "");
  const to = address.trim() || addresses[0]?.address || "";
  const person = people.find((known) => known.id === who);
  const call = () =>
    phone.arrive(tenant, {
      address: to,
      channel: "voice",
      number: person?.number ?? "",
      name: person?.name ?? "",
      language: person?.language ?? "",
    });
  return (
    <form
      className="dial"
      onSubmit={(event) => {
        event.preventDefault();
        void call();
      }}
    >
      {addresses.length > 0 ? (
        <label>
          {callStrings.phone.line}
          <select className="input" value={to} onChange={(event) => setAddress(event.target.value)}>
            {addresses.map((known) => (
              <option key={known.address} value={known.address}>
                {known.title || known.address} · {known.address}
                {known.link ? "" : ` (${callStrings.phone.unlinked})`}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <Field label={callStrings.phone.number} hint={reads ? callStrings.phone.noLine : callStrings.phone.numberHint}>
          {(ids) => (
            <input {...ids} className="input" type="tel" value={address} onChange={(event) => setAddress(event.target.value)} />
          )}
        </Field>
      )}
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
      <Button type="submit" kind="main" className="call" disabled={to === ""} off={arriving}>
        <Icon name="phone" /> {arriving ? callStrings.phone.calling : callStrings.phone.call}
      </Button>
    </form>
  );
}
