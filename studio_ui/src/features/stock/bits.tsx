import { useEffect, useRef, useState } from "react";
import { sentence } from "../../api/client";
import { stock, type Rows, type UsedBy } from "../../api/stock";
import { to } from "../../app/address";
import { Link } from "../../app/link";
import { stockStrings as words } from "../../app/stock_strings";
import { strings } from "../../app/strings";
import { Button, Dialog, Field, toast } from "../../ui";
import { refresh, saveAll, settle, useStock } from "./store";

const NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** Asks for a name that is free. */
export function NewPart({ label, make }: { label: string; make: (name: string) => void }) {
  const [name, setName] = useState("");
  const [problem, setProblem] = useState("");
  const taken = useStock((state) => state.parts[name]?.value !== undefined);
  return (
    <form
      className="stock-new"
      onSubmit={(event) => {
        event.preventDefault();
        if (!NAME.test(name)) return setProblem(words.nameWrong);
        if (taken) return setProblem(words.nameTaken(name));
        make(name);
        setName("");
        setProblem("");
      }}
    >
      <Field label={label} error={problem}>
        {(ids) => (
          <input {...ids} className="input code" value={name} placeholder={words.nameHint} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Button type="submit" off={name === ""}>
        {words.add}
      </Button>
    </form>
  );
}

/** What is wrong with a part, and the choice after a conflict; `title` where people know it by another name. */
export function Trouble({ name, title = name }: { name: string; title?: string }) {
  const entry = useStock((state) => state.parts[name]);
  if (!entry) return null;
  return (
    <>
      {entry.standing === "conflict" && (
        <div className="stock-conflict" role="alert">
          <p>{entry.theirs ? words.conflict(title) : words.conflictGone(title)}</p>
          <Button onClick={() => settle(name, "theirs")}>{words.theirs}</Button>
          <Button kind="main" onClick={() => settle(name, "mine")}>
            {words.mine}
          </Button>
        </div>
      )}
      {entry.standing === "failed" && (
        <p className="field-error" role="alert">
          {entry.problem}
        </p>
      )}
    </>
  );
}

/** Which steps name it. */
export function UsedByList({ environment, kind, name }: { environment: string; kind: string; name: string }) {
  const [found, setFound] = useState<UsedBy[] | null>(null);
  const [problem, setProblem] = useState("");
  const there = useStock((state) => (state.parts[name]?.hash ?? "") !== "");
  useEffect(() => {
    let here = true;
    setFound(there ? null : []); // nobody names what is not stored yet
    if (!there) return;
    stock.usedBy(environment, kind, name).then(
      (rows) => here && setFound(rows),
      (fault: unknown) => here && setProblem(sentence(fault)),
    );
    return () => {
      here = false;
    };
  }, [environment, kind, name, there]);
  if (problem) return <p className="field-error">{problem}</p>;
  if (!found) return <p className="hint">{strings.loading}</p>;
  if (found.length === 0) return <p className="hint">{words.usedNowhere}</p>;
  return (
    <ul className="stock-used" aria-label={words.usedBy}>
      {found.map((row) => (
        <li key={`${row.in}${row.environment}${row.flow}${row.path}`}>
          {row.flow ? (
            <Link className="link" href={`${to("studio", row.environment, "flows", row.flow)}?step=${encodeURIComponent(row.node)}`}>
              {words.usedAt(row.environment, row.flow, row.node, row.in === "live")}
            </Link>
          ) : (
            words.usedAt(row.environment, "", row.path, row.in === "live")
          )}
        </li>
      ))}
    </ul>
  );
}

interface FileInProps {
  label: string;
  accept: string;
  /** Says what would become of the file, or with `dry` false takes it. */
  take: (file: File, dry: boolean) => Promise<Rows>;
}

/** A file is looked at first: what it would change is shown before it does. */
export function FileIn({ label, accept, take }: FileInProps) {
  const input = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState<{ file: File; rows: Rows } | null>(null);
  const look = async (file: File) => {
    try {
      await saveAll(); // what is compared with the file is what the page shows
      setAsked({ file, rows: await take(file, true) });
    } catch (fault) {
      toast(sentence(fault), "wrong");
    }
  };
  return (
    <>
      <Button onClick={() => input.current?.click()}>{label}</Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) void look(file);
        }}
      />
      {asked && <Taking file={asked.file} rows={asked.rows} take={take} close={() => setAsked(null)} />}
    </>
  );
}

const SHOWN = 60;

function Taking({ file, rows: { rows }, take, close }: { file: File; rows: Rows; take: FileInProps["take"]; close: () => void }) {
  const told = words.importing;
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.outcome, (counts.get(row.outcome) ?? 0) + 1);
  const refused = rows.filter((row) => row.outcome === "refused");
  const changing = rows.length - refused.length - (counts.get("unchanged") ?? 0);
  const apply = async () => {
    try {
      await take(file, false);
      close();
      toast(told.done(changing));
      await refresh();
    } catch (fault) {
      toast(sentence(fault), "wrong");
    }
  };
  const actions = (
    <>
      <Button onClick={close}>{strings.cancel}</Button>
      <Button kind="main" disabled={refused.length > 0 || changing === 0} onClick={() => void apply()}>
        {told.apply}
      </Button>
    </>
  );
  return (
    <Dialog title={told.title(file.name)} close={close} closeLabel={strings.close} actions={actions}>
      <p>{[...counts].map(([outcome, n]) => told.counts(told.outcomes[outcome] ?? outcome, n)).join(", ")}</p>
      {refused.length > 0 ? <p className="field-error">{told.refused}</p> : changing === 0 && <p className="hint">{told.nothing}</p>}
      <ul className="stock-rows">
        {(refused.length > 0 ? refused : rows.filter((row) => row.outcome !== "unchanged")).slice(0, SHOWN).map((row) => (
          <li key={`${row.line} ${row.key} ${row.column}`}>
            <b>{told.outcomes[row.outcome]}</b> <code>{row.key}</code>{" "}
            {row.text && <span>{[told.at(row.line, row.column), row.text, row.hint].filter(Boolean).join(" ")}</span>}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
