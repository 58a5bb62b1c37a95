import type { Sight } from "../../api/trials";
import type { Translated } from "../catalogue";
import type { tryStrings } from "../try_strings";

const STATUS: Record<Sight["status"], string> = {
  in_flow: "In de flow",
  queued: "Wacht op een agent",
  offered: "Gaat over bij een agent",
  connected: "In gesprek met een agent",
  ended: "Voorbij",
};

const REASON: Record<string, string> = {
  completed: "afgerond",
  abandoned: "opgegeven",
  transferred: "doorverbonden",
  disconnected: "afgebroken",
  failed: "mislukt",
};

const BY: Record<string, string> = { caller: "de beller", flow: "de flow", agent: "de agent", floor: "de vloer" };

export const tryOut: Translated<typeof tryStrings> = {
  title: "Proberen",
  intro: "Loop dit concept door zoals een beller. Niemand wordt gebeld, en de klok loopt alleen als u het zegt.",
  close: "“Proberen” sluiten",
  channel: "Hoe de beller binnenkomt",
  voice: "Telefoon",
  chat: "Chat",
  begins: "Begint",
  here: "Bij deze flow",
  at: (title, address) => `Via ${title || address}${title ? ` (${address})` : ""}`,
  who: "Wie belt",
  withheld: "Een afgeschermd nummer",
  when: "Datum en tijd daar",
  agents: "Agenten",
  free: "Er is er een vrij",
  busy: "Allemaal bezet",
  nobody: "Niemand is aangemeld",
  call: "Bellen",
  chatStart: "De chat beginnen",
  working: "Bezig …",
  status: (status) => STATUS[status],
  ended: (reason, by) => `Voorbij: ${REASON[reason] ?? reason}, door ${BY[by] ?? by}`,
  inQueue: (center, position) => (position > 0 ? `${center}, plaats ${position}` : center),
  elsewhere: (flow, node) => `Nu bij “${node}” in ${flow}`,
  transcript: "Wat er is gezegd",
  said: { caller: "Beller", flow: "Flow", agent: "Agent", floor: "Melding", time: "Tijd" },
  keys: "Toetsen van de telefoon",
  says: "Zeg iets",
  say: "Zeggen",
  listen: "In de microfoon spreken",
  listening: "Luistert …",
  notHeard: "Er is niets verstaan; typ het.",
  writes: "Schrijf iets",
  write: "Versturen",
  replies: "Aangeboden antwoorden",
  silent: "Niets zeggen",
  hangUp: "Ophangen",
  leave: "De chat verlaten",
  message: "Een bericht van 5 s inspreken",
  noMessage: "Geen bericht inspreken",
  again: "Opnieuw beginnen",
  back: "Een stap terug",
  skip: (seconds) => `${span(seconds)} overslaan`,
  skipHint: "Ga naar wat er hierna gebeurt",
  nothingNext: "Er gebeurt nu niets vanzelf",
  jump: "De klok zetten op",
  go: "Zetten",
  rings: (agent) => `Het gaat over bij ${agent}.`,
  ringsOther: (agent) => `Een andere beller gaat over bij ${agent}.`,
  talks: (agent) => `${agent} spreekt met de beller.`,
  wraps: (agent) => `${agent} is in nawerk.`,
  away: (agent) => `${agent} is afwezig.`,
  off: (agent) => `${agent} is niet aangemeld.`,
  idle: (agent) => `${agent} is vrij.`,
  accept: "Aannemen",
  decline: "Weigeren",
  ignore: "Laten overgaan",
  agentHangsUp: "De agent hangt op",
  wrapUp: "Het nawerk beëindigen",
  becomes: "Komt vrij",
  signsIn: "Meldt zich aan",
  goesAway: "Gaat weg",
  agentName: "Sam",
  desk: "De nagebootste agent",
  asks: "De flow vraagt iets aan een dienst die er niet is",
  answers: "Hoe die antwoordt",
  ok: "Ja, met deze JSON",
  notFound: "Niet gevonden (404)",
  broken: "Serverfout (500)",
  timeout: "Niet op tijd",
  failed: "Helemaal niet",
  json: "JSON van het antwoord",
  badJson: "Dit is nog geen JSON.",
  answer: "Zo antwoorden",
  external: (name) => `“${name}” wordt gevraagd. Wat is het antwoord?`,
  dialled: (number) => `${number} is gebeld. Wie neemt op?`,
  connected: "Iemand",
  noAnswer: "Niemand",
  numberBusy: "Bezet",
  cut: (steps, why) =>
    `Het concept is gewijzigd: de laatste ${steps === 1 ? "stap past" : `${steps} stappen passen`} niet meer. ${why}`,
  broken_draft: "Het concept kan zo niet draaien. Wat u ziet, is van daarvoor.",
  values: "Waarden",
  noValues: "Er is nog geen waarde gezet.",
  keep: "Bewaar als test",
  name: "Naam van de test",
  keepNow: "Bewaren",
  kept: (name, file) => `“${name}” is nu een test van ${file}.`,
  preview: "Proefbellers",
  previewLead:
    "Deze nummers krijgen de concepten van deze omgeving op het echte adres. Hun gesprekken gelden als test en tellen niet mee in rapporten; alle anderen krijgen wat live is.",
  previewOn: (count, until, who) =>
    `${count === 1 ? "Eén nummer krijgt" : `${count} nummers krijgen`} het concept tot ${until} (ingesteld door ${who}).`,
  previewOld: "Het concept is sindsdien gewijzigd: zij krijgen het zoals het was.",
  numbers: "Nummers, één per regel",
  badNumbers: "Schrijf elk nummer zoals +447700900123.",
  hours: "Hoe lang",
  hour: (hours) => (hours === 1 ? "1 uur" : hours < 48 ? `${hours} uur` : `${hours / 24} dagen`),
  previewStart: "Toelaten",
  previewAgain: "Het concept van nu laten horen",
  previewEnd: "De proef beëindigen",
  previewed: (count) => (count === 0 ? "De proef is voorbij." : "De proef is begonnen."),
};

function span(seconds: number): string {
  if (seconds < 90) return `${decimal(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${decimal(seconds / 3600)} u`;
}

function decimal(n: number): string {
  return String(Math.round(n * 10) / 10).replace(".", ",");
}
