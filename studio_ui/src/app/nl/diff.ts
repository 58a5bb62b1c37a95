import type { Translated } from "../catalogue";
import type { diffStrings } from "../diff_strings";

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const diff: Translated<typeof diffStrings> = {
  tab: "Wijzigingen",
  title: "Wat er veranderde",
  from: "Van",
  to: "naar",
  live: "wat live is",
  draft: "het concept",
  release: (n) => `Release ${n}`,
  nothing: "het begin",
  none: "Er is geen verschil.",
  noneHere: "Deze flow verschilt niet. Waar kaarten liggen, telt niet.",
  counted: (n) => count(n, "wijziging", "wijzigingen"),
  against: (n, from) => `${count(n, "wijziging", "wijzigingen")} sinds ${from}`,
  loading: "Vergelijken…",
  wholeFlow: "De flow als geheel",
  environment: "Teksten, roosters en tabellen",
  marks: { added: "nieuw", removed: "verwijderd", changed: "gewijzigd", rewired: "anders verbonden" },
  slots: { wired: "nieuwe weg", rewired: (was) => `was ${was}`, unwired: (was) => `was ${was}` },
  led: (from, outcome, to) => `${from}, ${outcome}, leidde naar ${to}`,
  ghost: (title) => `${title}, verwijderd`,
  go: (title) => `${title} openen`,
  more: (n) => `en nog ${n}`,
  onCanvas: (title) => `${title} op het tekenblad bekijken`,
  seeOnCanvas: "Op het tekenblad",
  list: "Lijst",
  legend: "Waar kaarten liggen, telt niet.",
  otherFlows: (n) => count(n, "andere flow verschilt", "andere flows verschillen"),
};
