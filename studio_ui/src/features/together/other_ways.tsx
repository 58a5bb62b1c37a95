import { useState } from "react";
import { sentence } from "../../api/client";
import { togetherStrings as words } from "../../app/together_strings";
import { freeId } from "../../document/flow";
import { Button, Field } from "../../ui";
import { keepMineAsCopy, takeTheirs } from "../editing";
import { refreshEnvironments, useSession } from "../session";

/** Take all of theirs, or keep mine as a flow of its own. */
export function OtherWays({ flow }: { flow: string }) {
  const [environment = "", own = ""] = flow.split("/");
  const known = useSession((state) => state.environments.find((candidate) => candidate.name === environment)?.flows);
  const [name, setName] = useState(() =>
    freeId(`${own}_copy`, Object.fromEntries((known ?? []).map((entry) => [entry.name, true]))),
  );
  const [problem, setProblem] = useState("");
  const attempt = async (what: () => Promise<void>) => {
    try {
      await what();
      await refreshEnvironments();
    } catch (fault) {
      setProblem(sentence(fault));
    }
  };
  return (
    <section className="together-group" aria-label={words.other}>
      <h3>{words.other}</h3>
      <Field label={words.name} error={problem}>
        {(ids) => <input {...ids} className="input code" value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <div className="row-of-buttons">
        <Button onClick={() => void attempt(() => keepMineAsCopy(flow, name))}>{words.keepMine}</Button>
        <Button onClick={() => void attempt(() => takeTheirs(flow))}>{words.loadTheirs}</Button>
      </div>
    </section>
  );
}
