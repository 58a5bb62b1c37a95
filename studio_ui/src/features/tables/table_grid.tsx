import { useState } from "react";
import { go, to } from "../../app/address";
import { stockStrings } from "../../app/stock_strings";
import { tablesStrings as words } from "../../app/tables_strings";
import { entriesOf, type Json, type JsonObject } from "../../document/json";
import { Button, Field } from "../../ui";
import { useMay } from "../session";
import { edit, UsedByList, useStock } from "../stock";
import { badKeys, columnsOf, kindOf, readAs, shown, tableOf, withCell, withRows } from "./grid";

const AT_ONCE = 50;

/** The rows of a table, fifty at once. */
export function TableGrid({ name }: { name: string }) {
  const value = useStock((state) => state.parts[name]?.value ?? null);
  const environment = useStock((state) => state.environment);
  const mayEdit = useMay("edit", environment);
  const [find, setFind] = useState("");
  const [page, setPage] = useState(0);
  const table = tableOf(value);
  const columns = columnsOf(table);
  const bad = badKeys(table);
  const sought = find.toLocaleLowerCase();
  const found = table.rows.flatMap((row, at) =>
    sought === "" || Object.values(row).some((cell) => shown(cell).toLocaleLowerCase().includes(sought)) ? [at] : [],
  );
  const last = Math.max(0, Math.ceil(found.length / AT_ONCE) - 1);
  const from = Math.min(page, last) * AT_ONCE;
  const rows = found.slice(from, from + AT_ONCE);
  const set = (next: Json, label: string, together = "") => edit(name, next, label, together);
  const addRow = () => {
    set(withRows(value, [...table.rows, {}]), words.didRow(name));
    setFind("");
    setPage(Math.floor(table.rows.length / AT_ONCE));
  };
  return (
    <section>
      <Known name={name} value={value} columns={columns} mayEdit={mayEdit} />
      <div className="row-of-buttons table-bar">
        <input
          type="search"
          className="input table-find"
          aria-label={words.find}
          placeholder={words.find}
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
        {mayEdit && <Button onClick={addRow}>{words.addRow}</Button>}
        {mayEdit && <NewColumn add={(column) => set(withRows(value, withColumn(table.rows, column)), words.didColumn(name))} taken={columns} />}
      </div>
      {rows.length === 0 ? (
        <p className="page-word">{table.rows.length === 0 ? words.noRows : words.noneFound}</p>
      ) : (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={words.title(name)}>
          <table className="table-grid">
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                    {mayEdit && column !== table.key && (
                      <Button
                        kind="quiet"
                        aria-label={words.removeColumn(column)}
                        onClick={() => set(withRows(value, withoutColumn(table.rows, column)), words.didLess(name))}
                      >
                        ✕
                      </Button>
                    )}
                  </th>
                ))}
                {mayEdit && <td />}
              </tr>
            </thead>
            <tbody>
              {rows.map((at) => (
                <tr key={at}>
                  {columns.map((column) => (
                    <Cell
                      key={column}
                      name={name}
                      at={at}
                      column={column}
                      row={table.rows[at] ?? {}}
                      rows={table.rows}
                      keyColumn={table.key}
                      bad={column === table.key ? bad.get(at) : undefined}
                      disabled={!mayEdit}
                    />
                  ))}
                  {mayEdit && (
                    <td>
                      <Button
                        kind="quiet"
                        aria-label={words.removeRow(shown(table.rows[at]?.[table.key]))}
                        onClick={() => set(withRows(value, table.rows.filter((_, n) => n !== at)), words.didLess(name))}
                      >
                        ✕
                      </Button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found.length > AT_ONCE && (
        <p className="row-of-buttons">
          <Button off={from === 0} aria-label={words.before} onClick={() => setPage(Math.min(page, last) - 1)}>
            ‹
          </Button>
          <span role="status">{words.page(from + 1, from + rows.length, found.length)}</span>
          <Button off={from + AT_ONCE >= found.length} aria-label={words.after} onClick={() => setPage(Math.min(page, last) + 1)}>
            ›
          </Button>
        </p>
      )}
      <h3>{stockStrings.usedBy}</h3>
      <UsedByList environment={environment} kind="table" name={name} />
      {mayEdit && (
        <Button
          kind="quiet"
          className="danger-text"
          onClick={() => {
            edit(name, undefined, stockStrings.removed(name));
            go(to("studio", environment, "tables"));
          }}
        >
          {stockStrings.remove(name)}
        </Button>
      )}
    </section>
  );
}

const withColumn = (rows: readonly JsonObject[], column: string): JsonObject[] =>
  rows.length === 0 ? [{ [column]: "" }] : rows.map((row, at) => (at === 0 ? { ...row, [column]: "" } : row));

const withoutColumn = (rows: readonly JsonObject[], column: string): JsonObject[] =>
  rows.map((row) => Object.fromEntries(entriesOf(row).filter(([name]) => name !== column)));

function Known({ name, value, columns, mayEdit }: { name: string; value: Json; columns: readonly string[]; mayEdit: boolean }) {
  const { key, live } = tableOf(value);
  const set = (part: JsonObject) => edit(name, { ...(value as JsonObject), ...part }, words.didKnown(name));
  return (
    <fieldset className="plain table-known" disabled={!mayEdit}>
      <h2>{name}</h2>
      <label>
        {words.key}{" "}
        <select className="input" value={key} onChange={(event) => set({ key: event.target.value })}>
          {columns.map((column) => (
            <option key={column}>{column}</option>
          ))}
        </select>
      </label>
      <label>
        <input type="checkbox" checked={live} onChange={(event) => set({ live: event.target.checked })} /> {words.live}
      </label>
    </fieldset>
  );
}

function NewColumn({ add, taken }: { add: (column: string) => void; taken: readonly string[] }) {
  const [column, setColumn] = useState("");
  const clean = column.trim();
  return (
    <form
      className="row-of-buttons"
      onSubmit={(event) => {
        event.preventDefault();
        add(clean);
        setColumn("");
      }}
    >
      <input
        className="input table-find"
        aria-label={words.column}
        placeholder={words.column}
        maxLength={64}
        value={column}
        onChange={(event) => setColumn(event.target.value)}
      />
      <Button type="submit" off={clean === "" || taken.includes(clean)}>
        {words.addColumn}
      </Button>
    </form>
  );
}

interface CellProps {
  name: string;
  at: number;
  column: string;
  row: JsonObject;
  rows: readonly JsonObject[];
  keyColumn: string;
  bad: "twice" | "keyless" | undefined;
  disabled: boolean;
}

/** What cannot be a value of the column stays in the cell, marked, and is not written. */
function Cell({ name, at, column, row, rows, keyColumn, bad, disabled }: CellProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const kind = kindOf(rows, column, at);
  const write = (text: string) => {
    const read = readAs(kind, text);
    setTyped(read ? null : text);
    const now = useStock.getState().parts[name]?.value;
    if (read && now !== undefined) edit(name, withCell(now, at, column, read.value), words.did(name), `${at}.${column}`);
  };
  const problem = typed !== null ? words.notThat(words.kinds[kind] ?? kind) : bad ? words[bad] : undefined;
  return (
    <td>
      <Field label={words.cell(column, shown(row[keyColumn]))} error={problem}>
        {(ids) => (
          <input
            {...ids}
            className={kind === "number" ? "input table-number" : "input"}
            dir="auto"
            disabled={disabled}
            value={typed ?? shown(row[column])}
            onChange={(event) => write(event.target.value)}
          />
        )}
      </Field>
    </td>
  );
}
