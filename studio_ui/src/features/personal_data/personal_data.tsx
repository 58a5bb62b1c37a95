import { useState, type FormEvent } from "react";
import { recordsStrings } from "../../app/records_strings";
import { Button, Field } from "../../ui";
import { FoundPerson } from "./found_person";
import { begin, find, look, usePersonalData } from "./store";
import { WhatIsErased } from "./what_is_erased";
import "./personal_data.css";

/** A person is looked for; what is kept of them is shown, handed over, and erased. */
export function PersonalData() {
  const words = recordsStrings.person;
  const [text, setText] = useState("");
  const { standing, problem, choices } = usePersonalData();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void look(text);
  };
  return (
    <section className="admin-form personal" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p className="hint">{words.lead}</p>
      <form className="personal-search" role="search" onSubmit={submit}>
        <Field label={words.who} hint={words.whoHint}>
          {(ids) => <input {...ids} className="input" required maxLength={320} autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
        <Button kind="main" type="submit" off={standing === "looking"}>
          {words.find}
        </Button>
      </form>
      {standing === "looking" && (
        <p role="status" className="hint">
          {words.looking}
        </p>
      )}
      {standing === "failed" && (
        <p role="alert" className="admin-fault">
          {problem}
        </p>
      )}
      {standing === "choose" && (choices.length === 0 ? <p className="hint">{words.noUser}</p> : <Choices />)}
      {standing === "found" && <FoundPerson />}
      {standing === "erased" && (
        <WhatIsErased
          again={() => {
            setText("");
            begin();
          }}
        />
      )}
    </section>
  );
}

function Choices() {
  const choices = usePersonalData((state) => state.choices);
  return (
    <>
      <p className="hint">{recordsStrings.person.choose}</p>
      <ul className="personal-choices">
        {choices.map((one) => (
          <li key={JSON.stringify(one.meant)}>
            <Button onClick={() => void find(one)}>{one.title}</Button>
          </li>
        ))}
      </ul>
    </>
  );
}
