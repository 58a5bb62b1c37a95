import { useState } from "react";
import { create } from "zustand";
import { sentence } from "../api/client";
import { freeId } from "../document/flow";
import { keepMineAsCopy, takeTheirs, useEditing, useOpen } from "../features/editing";
import { refreshEnvironments, useSession } from "../features/session";
import { Button, Dialog, Field } from "../ui";
import { strings } from "./strings";

/** The flow for which the question was put off. */
export const useConflict = create<{ later: string }>(() => ({ later: "" }));

/** Someone else saved first: theirs can be loaded, or ours kept as a flow of its own; never a dead end. */
export function Conflict() {
  const current = useEditing((state) => state.current);
  const standing = useOpen((open) => open.standing, undefined);
  const later = useConflict((state) => state.later === current);
  return standing === "conflict" && !later ? <Choice key={current} flow={current} /> : null;
}

function Choice({ flow }: { flow: string }) {
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
  const actions = (
    <>
      <Button onClick={() => void attempt(() => takeTheirs(flow))}>{strings.conflict.theirs}</Button>
      <Button kind="main" onClick={() => void attempt(() => keepMineAsCopy(flow, name))}>
        {strings.conflict.mine}
      </Button>
    </>
  );
  return (
    <Dialog
      title={strings.conflict.title}
      close={() => useConflict.setState({ later: flow })}
      closeLabel={strings.close}
      actions={actions}
    >
      <p>{strings.conflict.lead}</p>
      <Field label={strings.conflict.name} error={problem}>
        {(ids) => <input {...ids} className="input code" value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
    </Dialog>
  );
}
