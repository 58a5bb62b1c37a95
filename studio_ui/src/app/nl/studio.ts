import type { Translated } from "../catalogue";
import type { studioStrings } from "../studio_strings";

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const studio: Translated<typeof studioStrings> = {
  title: "Studio",
  environments: "Omgevingen",
  flows: (title) => `Flows van ${title}`,
  noFlows: "Nog geen flow: bellers gaan meteen de wachtrij in.",
  noEnvironments: "Uw rol leest hier geen flows.",
  unknown: (path) => `Op ${path} staat niets.`,
  home: "Alle omgevingen",
  live: (n) => `Release ${n} live`,
  unpublished: "Nooit gepubliceerd",
  draft: "Concept wijkt af van wat live is",
  asLive: "Zoals live",
  kinds: { entry: "Ingang", subflow: "Deelflow", treatment: "Wachtflow" },
  newFlow: "Nieuwe flow",
  newName: "Naam van de nieuwe flow",
  newHint: "Kleine letters, cijfers en _; hij staat in adressen en bestanden.",
  create: "Maken",
  releases: "Releases",
  replays: "Herhalingen",
  changed: (n) => count(n, "flow wijkt af", "flows wijken af"),
  narrow: "Het tekenblad heeft een venster van 1024 px nodig; hier is de flow een lijst die ook gewijzigd kan worden.",
};
