/** The words of the tables page. */

import { catalogue } from "./catalogue";

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const tablesStrings = catalogue("tables", {
  list: "Tables",
  none: "No table yet. Flows look rows up by their key: prices, opening staff, numbers of branches.",
  choose: "Choose a table, or add one.",
  unknown: (name: string) => `There is no table “${name}”.`,
  fresh: "Name of the new table",
  rows: (n: number) => count(n, "row", "rows"),
  title: (name: string) => `Table ${name}`,
  key: "Found by",
  live: "Calls read it as it is saved, without a publish",
  find: "Find a row",
  noRows: "No row yet.",
  noneFound: "No row like this.",
  page: (from: number, to: number, of: number) => `${from} to ${to} of ${of}`,
  before: "Rows before",
  after: "Rows after",
  column: "Name of the new column",
  addColumn: "Add column",
  addRow: "Add row",
  removeColumn: (name: string) => `Remove the column ${name}`,
  removeRow: (key: string) => `Remove the row ${key}`,
  cell: (column: string, key: string) => `${column} of ${key || "the new row"}`,
  twice: "Another row has this key: only the first is found.",
  keyless: "Without a key it is never found.",
  notThat: (kind: string) => `The rest of this column is ${kind}.`,
  kinds: { number: "numbers", yes_no: "true or false", json: "JSON", text: "text" } as Record<string, string>,
  did: (name: string) => `Write in “${name}”`,
  didRow: (name: string) => `Add a row to “${name}”`,
  didLess: (name: string) => `Take something out of “${name}”`,
  didColumn: (name: string) => `Add a column to “${name}”`,
  didAdd: (name: string) => `Add “${name}”`,
  didKnown: (name: string) => `Change what is known of “${name}”`,
});
