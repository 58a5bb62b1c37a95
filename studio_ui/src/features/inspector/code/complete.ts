/** What may be written at a place in an expression or a text: pure, so that it is the same in every editor. */

import type { Offered, Usable } from "../../../api/language";

export type CodeKind = "expression" | "template";

export interface Offer {
  label: string;
  /** What is put in, where that is not the label. */
  apply?: string;
  detail: string;
  info?: string;
  rank: number;
}

export interface Offers {
  from: number;
  options: Offer[];
}

export interface Variable {
  name: string;
  type: string;
}

/** The offers at `at`; null where nothing can be completed. `asked`: somebody wants to see them all. */
export function offersAt(
  text: string,
  at: number,
  kind: CodeKind,
  offered: Offered,
  variables: readonly Variable[],
  asked = false,
): Offers | null {
  const before = text.slice(0, at);
  const begins = kind === "expression" ? 0 : openedAt(before);
  if (begins < 0) return asked ? { from: at, options: names(offered, variables).map(braced) } : null;
  const code = before.slice(begins);
  const quoted = quotedAt(code);
  if (quoted >= 0) return within(code, quoted, begins, offered);
  const word = /[A-Za-z_][\w.]*$/.exec(code)?.[0] ?? "";
  const from = at - word.length;
  const ahead = code.slice(0, code.length - word.length);
  if (kind === "template" && /[^|]\|\s*$/.test(ahead)) return { from, options: offered.filters.map((row) => usable(row, 0)) };
  if (/(^|[^\w])is\s+(not\s+)?$/.test(ahead) && kind === "template")
    return { from, options: offered.tests.map((name) => ({ label: name, detail: "", rank: 0 })) };
  if (word === "" && !asked) return null;
  if (/[\d.]$/.test(ahead)) return null;
  return { from, options: [...names(offered, variables), ...functions(offered), ...words(offered)] };
}

function names(offered: Offered, variables: readonly Variable[]): Offer[] {
  return [
    ...variables.map(({ name, type }) => ({ label: `vars.${name}`, detail: type, rank: 3 })),
    ...offered.names.map(({ name, type }) => ({ label: name, detail: said(type), rank: 2 })),
  ];
}

const functions = (offered: Offered): Offer[] => offered.functions.map((row) => usable(row, 1, "("));

const words = (offered: Offered): Offer[] => offered.words.map((label) => ({ label, detail: "", rank: 0 }));

function usable(row: Usable, rank: number, open = ""): Offer {
  return {
    label: row.name,
    ...(open ? { apply: row.usage.endsWith("()") ? row.usage : row.name + open } : {}),
    detail: said(row.returns),
    info: `${row.usage}\n${row.doc}\n${row.example}`,
    rank,
  };
}

/** The words of the flow's form, rather than those of the table. */
const said = (type: string): string => type.replaceAll("yes_no", "boolean").replaceAll("record", "object");

const braced = (offer: Offer): Offer => ({ ...offer, apply: `{{ ${offer.label} }}` });

/** Where the code begins in which a text ends; -1 among words. */
function openedAt(before: string): number {
  const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  const shut = Math.max(before.lastIndexOf("}}"), before.lastIndexOf("%}"));
  return open > shut ? open + 2 : -1;
}

/** Where the text begins in quotes in which code ends; -1 outside of quotes. */
function quotedAt(code: string): number {
  let quote = "";
  let begun = -1;
  for (let place = 0; place < code.length; place += 1) {
    const sign = code[place];
    if (quote && sign === "\\") place += 1;
    else if (quote && sign === quote) [quote, begun] = ["", -1];
    else if (!quote && (sign === "'" || sign === '"')) [quote, begun] = [sign, place + 1];
  }
  return begun;
}

/** Inside of quotes: the tables that are looked up, the contact centers whose queue is asked for. */
function within(code: string, quoted: number, begins: number, offered: Offered): Offers | null {
  const called = /(lookup|queue)\(\s*$/.exec(code.slice(0, quoted - 1))?.[1];
  const known = called === "lookup" ? Object.keys(offered.tables) : called === "queue" ? Object.keys(offered.contact_centers) : [];
  if (known.length === 0) return null;
  const columns = (name: string): string => (called === "lookup" ? (offered.tables[name] ?? []).join(", ") : "");
  return { from: begins + quoted, options: known.map((label) => ({ label, detail: columns(label), rank: 0 })) };
}
