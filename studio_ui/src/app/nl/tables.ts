import type { Translated } from "../catalogue";
import type { tablesStrings } from "../tables_strings";

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const tables: Translated<typeof tablesStrings> = {
  list: "Tabellen",
  none: "Nog geen tabel. Flows zoeken rijen op met hun sleutel: prijzen, openingsploeg, nummers van filialen.",
  choose: "Kies een tabel, of voeg er een toe.",
  unknown: (name) => `Er is geen tabel “${name}”.`,
  fresh: "Naam van de nieuwe tabel",
  rows: (n) => count(n, "rij", "rijen"),
  title: (name) => `Tabel ${name}`,
  key: "Gevonden met",
  live: "Gesprekken lezen de tabel zodra ze bewaard is, zonder publiceren",
  find: "Zoek een rij",
  noRows: "Nog geen rij.",
  noneFound: "Zo’n rij is er niet.",
  page: (from, to, of) => `${from} tot ${to} van ${of}`,
  before: "Vorige rijen",
  after: "Volgende rijen",
  column: "Naam van de nieuwe kolom",
  addColumn: "Kolom toevoegen",
  addRow: "Rij toevoegen",
  removeColumn: (name) => `De kolom ${name} verwijderen`,
  removeRow: (key) => `De rij ${key} verwijderen`,
  cell: (column, key) => `${column} van ${key || "de nieuwe rij"}`,
  twice: "Een andere rij heeft deze sleutel: alleen de eerste wordt gevonden.",
  keyless: "Zonder sleutel wordt ze nooit gevonden.",
  notThat: (kind) => `De rest van deze kolom is ${kind}.`,
  kinds: { number: "getal", yes_no: "waar of onwaar", json: "JSON", text: "tekst" },
  did: (name) => `In “${name}” schrijven`,
  didRow: (name) => `Een rij aan “${name}” toevoegen`,
  didLess: (name) => `Iets uit “${name}” halen`,
  didColumn: (name) => `Een kolom aan “${name}” toevoegen`,
  didAdd: (name) => `“${name}” toevoegen`,
  didKnown: (name) => `Gegevens van “${name}” wijzigen`,
};
