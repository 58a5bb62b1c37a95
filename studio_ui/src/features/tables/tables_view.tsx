import { useEffect } from "react";
import { sheets } from "../../api/stock";
import { go, to } from "../../app/address";
import { Link } from "../../app/link";
import { stockStrings } from "../../app/stock_strings";
import { strings } from "../../app/strings";
import { tablesStrings as words } from "../../app/tables_strings";
import { useMay } from "../session";
import { edit, FileIn, NewPart, readWhole, StockFrame, Trouble, useStock } from "../stock";
import { tableOf } from "./grid";
import { TableGrid } from "./table_grid";
import "./tables.css";

/** /studio/{environment}/tables: rows that flows look up, edited as a grid, in and out as CSV. */
export function TablesView({ environment, name }: { environment: string; name: string }) {
  return (
    <StockFrame environment={environment} kind="tables" tools={name && <InAndOut environment={environment} name={name} />}>
      <div className="stock-split">
        <List environment={environment} chosen={name} />
        <div className="stock-body">{name ? <OneTable name={name} /> : <p className="page-word">{words.choose}</p>}</div>
      </div>
    </StockFrame>
  );
}

function InAndOut({ environment, name }: { environment: string; name: string }) {
  const mayEdit = useMay("edit", environment);
  const there = useStock((state) => (state.parts[name]?.hash ?? "") !== "");
  if (!there) return null;
  return (
    <>
      <a className="button button-plain" href={sheets.href(environment, name)} download>
        {stockStrings.download}
      </a>
      {mayEdit && (
        <FileIn
          label={stockStrings.upload}
          accept=".csv,text/csv"
          take={async (file, dry) => sheets.take(environment, name, await file.text(), dry)}
        />
      )}
    </>
  );
}

function List({ environment, chosen }: { environment: string; chosen: string }) {
  const parts = useStock((state) => state.parts);
  const mayEdit = useMay("edit", environment);
  const known = Object.entries(parts).filter(([, entry]) => entry.value !== undefined);
  const add = (name: string) => {
    edit(name, { key: "key", rows: [] }, words.didAdd(name));
    go(to("studio", environment, "tables", name));
  };
  return (
    <nav className="stock-list" aria-label={words.list}>
      {known.length === 0 && <p className="hint">{words.none}</p>}
      <ul>
        {known.map(([name, entry]) => (
          <li key={name}>
            <Link href={to("studio", environment, "tables", name)} aria-current={name === chosen ? "page" : undefined}>
              {name}
              <small>
                {words.rows(entry.whole ? tableOf(entry.value).rows.length : entry.rows)} · {stockStrings.used(entry.used)}
              </small>
            </Link>
          </li>
        ))}
      </ul>
      {mayEdit && <NewPart label={words.fresh} make={add} />}
    </nav>
  );
}

function OneTable({ name }: { name: string }) {
  const whole = useStock((state) => state.parts[name]?.whole ?? true);
  const there = useStock((state) => state.parts[name]?.value !== undefined);
  const hash = useStock((state) => state.parts[name]?.hash);
  const problem = useStock((state) => state.parts[name]?.problem ?? "");
  useEffect(() => {
    void readWhole(name);
  }, [name, whole, hash]);
  if (!whole) return <p className="page-word">{problem || strings.loading}</p>;
  return (
    <>
      <Trouble name={name} />
      {there ? <TableGrid key={name} name={name} /> : <p className="page-word">{words.unknown(name)}</p>}
    </>
  );
}
