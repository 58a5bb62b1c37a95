import { useState, type FormEvent } from "react";
import { sentence } from "../../api/client";
import { operationsStrings as words } from "../../app/operations_strings";
import { Button, Field } from "../../ui";
import { signIn } from "./store";

/** The operator's key opens this page; it is sent once and kept nowhere in the page. */
export function SignIn() {
  const [key, setKey] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const go = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await signIn(key);
    } catch (fault) {
      setProblem(sentence(fault));
      setBusy(false);
    }
  };
  return (
    <form className="operations-word operations-sign-in" onSubmit={(event) => void go(event)}>
      <p>{words.signIn.lead}</p>
      <Field label={words.signIn.key} hint={problem ? undefined : words.signIn.where} error={problem || undefined}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            type="password"
            autoComplete="current-password"
            required
            maxLength={200}
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        )}
      </Field>
      <Button kind="main" type="submit" disabled={key.trim() === ""} off={busy}>
        {words.signIn.go}
      </Button>
    </form>
  );
}
