/** What a comparison says, in Dutch: first whose field it is, then what became of it. See api/said.ts. */

import type { Parts } from "../../api/said";
import { parts } from "./parts";

/** A value as the server shows it: quoted, or JSON. */
const V = "(“[^”]*”|(?!“).*?)";

export const changes: Parts = [
  parts,
  [/^Outcome (“[^”]*”) of (“[^”]*”)(?= leads )/, "Uitkomst $1 van $2"],
  [/^“On ([^”]*)”(?= leads )/, "“Bij $1”"],
  [/^Key (\S+) of every menu(?= leads )/, "Toets $1 van elk menu"],
  [/^Step (“[^”]*”)(?=: | \(| is of type )/, "Stap $1"],
  [/^Variable (“[^”]*”)(?=: | \()/, "Variabele $1"],
  [/^Case (“[^”]*”)(?=: | was )/, "Test $1"],
  [/^The flow (“[^”]*”)(?= was )/, "De flow $1"],
  [/(?<=^|: )the document(?= (?:changed|was) )/, "het document"],
  [/, for (voice|chat|message)(?= (?:changed|was) )/, ", voor $1"],
  [new RegExp(` is of type ${V} now; it was ${V}\\.$`, "s"), " is nu van de soort $1; eerst van $2."],
  [new RegExp(` leads to ${V} now; it led nowhere\\.$`, "s"), " leidt nu naar $1; eerst nergens heen."],
  [new RegExp(` leads nowhere now; it led to ${V}\\.$`, "s"), " leidt nu nergens heen; eerst naar $1."],
  [new RegExp(` leads to ${V} now; it led to ${V}\\.$`, "s"), " leidt nu naar $1; eerst naar $2."],
  [new RegExp(`^The flow starts at ${V} now; it started at ${V}\\.$`, "s"), "De flow begint nu bij $1; eerst bij $2."],
  [new RegExp(`^The title changed from ${V} to ${V}\\.$`, "s"), "De titel veranderde van $1 in $2."],
  [new RegExp(`the order of (.*?) changed from ${V} to ${V}\\.$`, "s"), "de volgorde van $1 veranderde van $2 in $3."],
  [new RegExp(` changed from ${V} to ${V}\\.$`, "s"), " veranderde van $1 in $2."],
  [new RegExp(` was added: ${V}\\.$`, "s"), " is toegevoegd: $1."],
  [new RegExp(` was removed; it was ${V}\\.$`, "s"), " is weggehaald; het was $1."],
  [/ was added\.$/, " is toegevoegd."],
  [/ was removed\.$/, " is weggehaald."],
];
