import { go, to } from "../../app/address";
import { Link } from "../../app/link";
import { schedulesStrings as words } from "../../app/schedules_strings";
import { stockStrings } from "../../app/stock_strings";
import { Button } from "../../ui";
import { useMay } from "../session";
import { edit, NewPart, StockFrame, Trouble, UsedByList, useStock } from "../stock";
import { Calendar } from "./calendar";
import { Known } from "./known";
import { Week } from "./week";
import "./schedules.css";

/** /studio/{environment}/schedules: when a place is open: the week, holidays, exceptions, and now. */
export function SchedulesView({ environment, name }: { environment: string; name: string }) {
  return (
    <StockFrame environment={environment} kind="schedules">
      <div className="stock-split">
        <List environment={environment} chosen={name} />
        <div className="stock-body">
          {name ? <OneSchedule key={name} environment={environment} name={name} /> : <p className="page-word">{words.choose}</p>}
        </div>
      </div>
    </StockFrame>
  );
}

const OFFICE = ["mon", "tue", "wed", "thu", "fri"];

function List({ environment, chosen }: { environment: string; chosen: string }) {
  const parts = useStock((state) => state.parts);
  const mayEdit = useMay("edit", environment);
  const known = Object.entries(parts).filter(([, entry]) => entry.value !== undefined);
  const add = (name: string) => {
    edit(name, { weekly: Object.fromEntries(OFFICE.map((day) => [day, ["09:00-17:00"]])) }, words.didAdd(name));
    go(to("studio", environment, "schedules", name));
  };
  return (
    <nav className="stock-list" aria-label={words.list}>
      {known.length === 0 && <p className="hint">{words.none}</p>}
      <ul>
        {known.map(([name, entry]) => (
          <li key={name}>
            <Link href={to("studio", environment, "schedules", name)} aria-current={name === chosen ? "page" : undefined}>
              {name}
              <small>{stockStrings.used(entry.used)}</small>
            </Link>
          </li>
        ))}
      </ul>
      {mayEdit && <NewPart label={words.fresh} make={add} />}
    </nav>
  );
}

function OneSchedule({ environment, name }: { environment: string; name: string }) {
  const entry = useStock((state) => state.parts[name]);
  const mayEdit = useMay("edit", environment);
  if (!entry || (entry.value === undefined && entry.standing !== "conflict")) return <p className="page-word">{words.unknown(name)}</p>;
  return (
    <section className="schedule" aria-label={words.title(name)}>
      <Trouble name={name} />
      {entry.findings.map((finding) => (
        <p key={finding.path + finding.code} className={finding.severity === "error" ? "field-error" : "hint"}>
          {finding.message} {finding.hint}
        </p>
      ))}
      {entry.value !== undefined && (
        <>
          <Calendar environment={environment} name={name} hash={entry.hash} />
          <fieldset className="plain" disabled={!mayEdit}>
            <Week name={name} value={entry.value} />
            <Known name={name} value={entry.value} />
          </fieldset>
        </>
      )}
      <h3>{stockStrings.usedBy}</h3>
      <UsedByList environment={environment} kind="schedule" name={name} />
      {mayEdit && (
        <Button
          kind="quiet"
          className="danger-text"
          onClick={() => {
            edit(name, undefined, stockStrings.removed(name));
            go(to("studio", environment, "schedules"));
          }}
        >
          {stockStrings.remove(name)}
        </Button>
      )}
    </section>
  );
}
