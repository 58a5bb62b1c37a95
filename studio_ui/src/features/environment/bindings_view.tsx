import { useState } from "react";
import { environmentStrings } from "../../app/environment_strings";
import { stockStrings } from "../../app/stock_strings";
import { Button, Field, focused } from "../../ui";
import { useMay } from "../session";
import { edit, NewPart, StockFrame, Trouble, UsedByList, useStock } from "../stock";
import { faultsOf } from "./faults";
import "./environment.css";

/** /studio/{environment}/bindings: what differs from stage to stage, by name. */
export function BindingsView({ environment }: { environment: string; name: string }) {
  const words = environmentStrings.bindings;
  const parts = useStock((state) => state.parts);
  const mayEdit = useMay("edit", environment);
  const [fresh, setFresh] = useState("");
  const shown = Object.keys(parts).filter((name) => parts[name]?.value !== undefined || parts[name]?.standing === "conflict");
  const add = (name: string) => {
    edit(name, "", words.didAdd(name));
    setFresh(name);
  };
  return (
    <StockFrame environment={environment} kind="bindings">
      <div className="stock-body">
        <section className="environment-form" aria-label={words.list}>
          <p className="hint">{words.lead}</p>
          {shown.length === 0 && <p className="hint">{words.none}</p>}
          <ul>
            {shown.map((name) => (
              <Binding key={name} environment={environment} name={name} fresh={name === fresh} />
            ))}
          </ul>
          {mayEdit && <NewPart label={words.fresh} make={add} />}
        </section>
      </div>
    </StockFrame>
  );
}

/** `fresh`: it was just added, and its value is what is written next. */
function Binding({ environment, name, fresh }: { environment: string; name: string; fresh: boolean }) {
  const words = environmentStrings.bindings;
  const entry = useStock((state) => state.parts[name]);
  const mayEdit = useMay("edit", environment);
  const value = typeof entry?.value === "string" ? entry.value : "";
  return (
    <li>
      <Trouble name={name} />
      <Field label={name} error={[value === "" ? words.empty : "", faultsOf(entry)].filter(Boolean).join(" ")}>
        {(ids) => (
          <div className="environment-binding">
            <input
              {...ids}
              {...(fresh ? { ref: focused } : {})}
              className="input code"
              readOnly={!mayEdit}
              value={value}
              onChange={(event) => edit(name, event.target.value, words.did(name), `binding ${name}`)}
            />
            {mayEdit && (
              <Button kind="quiet" className="danger-text" onClick={() => edit(name, undefined, stockStrings.removed(name))}>
                {stockStrings.remove(name)}
              </Button>
            )}
          </div>
        )}
      </Field>
      <Users environment={environment} name={name} used={entry?.used ?? 0} />
    </li>
  );
}

function Users({ environment, name, used }: { environment: string; name: string; used: number }) {
  const [open, setOpen] = useState(false);
  if (used === 0) return <p className="field-hint">{stockStrings.used(0)}</p>;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="field-hint">{stockStrings.used(used)}</summary>
      {open && <UsedByList environment={environment} kind="binding" name={name} />}
    </details>
  );
}
