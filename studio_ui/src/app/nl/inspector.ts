import type { Translated } from "../catalogue";
import type { inspectorStrings } from "../inspector_strings";

const kind: Record<string, string> = { entry: "ingang", subflow: "deelflow", treatment: "wachtflow" };

export const inspector: Translated<typeof inspectorStrings> = {
  more: (n) => `Meer instellingen (${n})`,
  names: {
    choose: "Kies…",
    none: "Er is er nog geen.",
    unknown: (name) => `${name} (is er niet)`,
  },
  skills: {
    add: "Een vaardigheid toevoegen…",
    none: "Dit contactcenter heeft geen vaardigheden.",
    level: (skill) => `Minste niveau van ${skill}`,
  },
  prompt: { named: "Een tekst van de omgeving gebruiken", own: "De woorden hier schrijven" },
  meanwhile: { silence: "Stilte", music: "Muziek", sound: "Een geluid, bij naam", name: "Naam van het geluid", first: "geluid" },
  help: {
    title: "Hulp en voorbeeld",
    waits: "De stap wacht.",
    atOnce: "De stap is meteen klaar.",
    stands: (kinds) => (kinds.length === 3 ? "" : `Staat alleen in flows van de soort ${kinds.map((one) => kind[one] ?? one).join(" of ")}.`),
    left: (outcomes) => `Uitkomsten: ${outcomes.join(", ")}.`,
    optional: (outcome) => `${outcome} (mag los blijven)`,
    end: "Er volgt niets op.",
    plain: "Zoals het er staat.",
    example: "Een voorbeeld",
    fill: "Het voorbeeld invullen",
    did: (title) => `Het voorbeeld van ${title} invullen`,
  },
  mapValue: "Waarde",
  value: {
    withCase: (title) => `Met de test “${title}”:`,
    again: "daarna",
    none: (of) =>
      of === 0 ? "Er is nog geen test om het mee te proberen." : "Geen test komt bij deze stap: de waarde kan niet worden getoond.",
    unready: "De waarde verschijnt weer zodra de flow kan draaien.",
  },
};
