import { useState } from "react";
import type { Found, Stays } from "../../api/records";
import { recordsStrings } from "../../app/records_strings";
import { strings } from "../../app/strings";
import { Button, Dialog, Field } from "../../ui";
import { erase, handOver, isEmpty, usePersonalData } from "./store";
import { isSame, nameOf } from "./who";

/** What is kept, where, and what can be done about it. */
export function FoundPerson() {
  const words = recordsStrings.person;
  const { found, who, busy, problem } = usePersonalData();
  const [asking, setAsking] = useState(false);
  if (!found || !who) return null;
  return (
    <div className="group personal-found" role="region" aria-label={who.title}>
      <h3>{who.title}</h3>
      {isEmpty(found) ? <p>{words.nothing}</p> : <Kept found={found} />}
      {found.live.length > 0 && (
        <div role="alert" className="personal-live">
          <p>{words.live(found.live.length)}</p>
          <ul>
            {found.live.map((dialogue) => (
              <li key={dialogue}>
                <code>{dialogue}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      <WhatStays stays={found.kept} />
      {problem && (
        <p role="alert" className="admin-fault">
          {problem}
        </p>
      )}
      {!isEmpty(found) && (
        <div className="row-of-buttons">
          <Button off={busy} onClick={() => void handOver()}>
            {words.handOver}
          </Button>
          <Button className="danger-text" disabled={found.live.length > 0} off={busy} onClick={() => setAsking(true)}>
            {words.erase}
          </Button>
        </div>
      )}
      {asking && <Erase close={() => setAsking(false)} />}
    </div>
  );
}

function Kept({ found }: { found: Found }) {
  const words = recordsStrings.person;
  const classes = recordsStrings.classes as Readonly<Record<string, string>>;
  const rows: [string, string][] = [];
  if (found.user) rows.push([words.where.user, words.entry]);
  if (found.caller_record) rows.push([words.where.caller, words.entry]);
  if (found.dialogues) rows.push([words.where.dialogues, recordsStrings.figure(found.dialogues)]);
  if (found.mentions) rows.push([words.where.mentions, recordsStrings.figure(found.mentions)]);
  for (const [name, n] of Object.entries(found.content ?? {})) rows.push([words.record(classes[name] ?? name), recordsStrings.figure(n)]);
  return (
    <table className="personal-table">
      <caption>{words.kept}</caption>
      <tbody>
        {rows.map(([title, value]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What is not erased, and why, in the language of the page. */
export function WhatStays({ stays }: { stays: readonly Stays[] }) {
  const words = recordsStrings.person;
  const said = (one: Stays): string => words.stays[one.why]?.(one.user ?? "") ?? one.detail;
  return (
    <>
      <h4>{words.whatStays}</h4>
      <ul className="personal-stays">
        {stays.map((one) => (
          <li key={one.why + (one.user ?? "")}>{said(one)}</li>
        ))}
        <li>{words.factsStay}</li>
        <li>{words.auditStays}</li>
      </ul>
    </>
  );
}

/** Erasing cannot be undone: the name is written again first. */
function Erase({ close }: { close: () => void }) {
  const words = recordsStrings.person;
  const { who, busy } = usePersonalData();
  const [written, setWritten] = useState("");
  if (!who) return null;
  const name = nameOf(who.meant);
  const go = async () => {
    if (!(await erase())) close(); // what the server said of it stands on the page
  };
  const actions = (
    <>
      <Button onClick={close}>{strings.cancel}</Button>
      <Button kind="danger" disabled={!isSame(written, name)} off={busy} onClick={() => void go()}>
        {words.eraseGo}
      </Button>
    </>
  );
  return (
    <Dialog title={words.eraseTitle(who.title)} close={close} closeLabel={strings.close} actions={actions}>
      <p>{words.eraseSure}</p>
      <Field label={words.writeAgain(name)}>
        {(ids) => <input {...ids} className="input" autoFocus autoComplete="off" value={written} onChange={(event) => setWritten(event.target.value)} />}
      </Field>
    </Dialog>
  );
}
