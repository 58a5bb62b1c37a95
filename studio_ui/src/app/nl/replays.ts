import type { Translated } from "../catalogue";
import type { replaysStrings } from "../replays_strings";

const count = (n: number, one: string, many: string): string => `${n.toLocaleString()} ${n === 1 ? one : many}`;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const replays: Translated<typeof replaysStrings> = {
  link: "Herhalingen",
  title: (environment) => `Herhalingen van ${environment}`,
  lead: "Wat bellers deden, wordt opnieuw gedaan op andere flows: welke dialogen zouden anders lopen, en waar. Niemand wordt gebeld.",
  releases: "Releases",
  begin: "Herhalen",
  beginTitle: "Een herhaling beginnen",
  notYours: "Uw rol mag rapporten lezen, geen herhaling beginnen.",
  against: "Op welke flows",
  draft: "Het concept",
  release: (n) => `Release ${n}`,
  live: (n) => `Release ${n}, live`,
  from: "Begonnen op of na",
  until: "Begonnen voor",
  anyDay: "Leeg: elke dag",
  address: "Gebeld",
  anyAddress: "Elk adres",
  most: "De nieuwste, hoogstens",
  badMost: "Schrijf een getal van 1 tot 10.000.",
  list: "Rapporten",
  none: "Er is nog geen rapport bewaard.",
  noneChosen: "Kies een rapport, of begin een herhaling.",
  kept: "De nieuwste 50 rapporten van de tenant worden bewaard.",
  row: (parted, replayed) => {
    if (parted > 0) return `${parted} van ${replayed} ${parted === 1 ? "loopt" : "lopen"} anders`;
    return replayed === 1 ? "die ene loopt hetzelfde" : `alle ${replayed} lopen hetzelfde`;
  },
  rowNothing: "er was niets te herhalen",
  rowNone: "geen ervan kon herhaald worden",
  rowNoneYet: "tot nu toe niets herhaald",
  by: (name, when) => [name, when].filter(Boolean).join(", "),
  againsts: (against) => {
    const number = /^release (\d+)$/.exec(against)?.[1];
    if (number) return `Op release ${number}`;
    return against === "a folder" ? "Op een map" : "Op het concept";
  },
  states: { running: "Bezig", done: "Klaar", failed: "Mislukt", stopped: "Gestopt" },
  progress: (done, of) => `${done.toLocaleString()} van ${count(of, "dialoog", "dialogen")}`,
  progressLabel: "Hoe ver de herhaling is",
  stop: "Stoppen",
  stopped: "De herhaling is gestopt. Wat gevonden is, blijft bewaard.",
  begun: (of) => `${count(of, "dialoog wordt", "dialogen worden")} herhaald.`,
  finished: (parted, replayed) =>
    parted === 0
      ? `${replayed === 1 ? "Die ene dialoog loopt" : `Alle ${replayed.toLocaleString()} dialogen lopen`} hetzelfde.`
      : `${parted} van ${count(replayed, "dialoog", "dialogen")} ${parted === 1 ? "loopt" : "lopen"} anders.`,
  noneCould: (of) => (of === 1 ? "Die ene dialoog kon niet herhaald worden." : `Geen van de ${of.toLocaleString()} dialogen kon herhaald worden.`),
  nothing: "Er past geen dialoog die voorbij is. Vraag andere dagen, een ander adres of een andere omgeving.",
  older: (looked) =>
    `Oudere dialogen zijn weggelaten: vraag er meer, of eerdere dagen. Verder terug dan de nieuwste ${looked.toLocaleString()} van de tenant wordt niet gekeken.`,
  totals: "Hoe het ze verging",
  same: "Lopen hetzelfde",
  parted: "Lopen anders",
  untold: "Niet te herhalen",
  groups: "Waar ze uiteengaan",
  noGroups: "Geen enkele loopt anders.",
  place: (flow, node) => [flow, node].filter(Boolean).join(" / "),
  group: (n, share) => `${count(n, "dialoog", "dialogen")}, ${percent(share)}`,
  before: "Eerst",
  now: "Nu",
  rejoins: (n) => `${count(n, "ervan neemt", "ervan nemen")} daarna toch elke volgende weg.`,
  fates: "Hoe ze eindigden, eerst en nu",
  asBefore: "als eerst",
  moreFates: (n) => `${count(n, "dialoog", "dialogen")} anders`,
  examples: "Dialogen van deze groep",
  compare: "Beide wegen",
  compareOf: (id) => `Beide wegen van ${id}`,
  notCompare: "Wie concepten mag proberen, ziet beide wegen.",
  trace: "Verloop",
  traceOf: (id) => `Verloop van ${id}`,
  besideOf: (id) => `Beide wegen van dialoog ${id}`,
  close: "Sluiten",
  itWas: "Zoals het was",
  itIs: (against) => against,
  asNow: "Het concept wordt geprobeerd zoals het nu is.",
  alike: (n) => (n === 0 ? "Ze gaan meteen uiteen." : `De eerste ${count(n, "weg is", "wegen zijn")} hetzelfde.`),
  partsHere: "hier uiteen",
  ends: "Einde",
  noMore: "Verder niets",
  outcome: (outcome) => said(OUTCOMES, outcome),
  ended: (ended) => said(ENDS, ended),
  queue: (queue) => `wachtrij ${queue}`,
  reason: (reason) => said(REASONS, reason),
};

type Said = readonly (readonly [RegExp, string | ((...found: string[]) => string)])[];

/** The first that fits says it; what nobody foresaw stays in the server's English. */
function said(known: Said, english: string): string {
  const found = known.find(([pattern]) => pattern.test(english));
  return found ? english.replace(found[0], found[1] as string) : english;
}

const ENDS: Said = [
  [/^(\w+) by (\w+)$/, (_all, how = "", who = "") => `${HOW[how] ?? how} door ${WHO[who] ?? who}`],
  [/^waits at (.*)$/, "wacht bij $1"],
  [/^is queued at (.*)$/, "staat in de rij bij $1"],
  [/^talks at (.*)$/, "in gesprek bij $1"],
  [/^asks for what was not asked then at (.*)$/, "vraagt bij $1 wat toen niet gevraagd werd"],
  [/^goes round without an end at (.*)$/, "blijft rondgaan bij $1"],
  [/^stands at (.*)$/, "staat bij $1"],
  [/^does not begin$/, "begint niet"],
];
const HOW: Readonly<Record<string, string>> = {
  completed: "voltooid",
  abandoned: "opgegeven",
  disconnected: "verbroken",
  transferred: "doorverbonden",
  failed: "mislukt",
};
const WHO: Readonly<Record<string, string>> = { caller: "de beller", flow: "de flow", agent: "de medewerker", system: "het systeem" };

const OUTCOMES: Said = [
  [/^asks again$/, "vraagt opnieuw"],
  [/^begins at (.*)$/, "begint bij $1"],
  [/^key (.*)$/, "toets $1"],
  [/^queues in (.*), priority (\d+)$/, "wacht in $1, prioriteit $2"],
  [/^ends: (.*)$/, (_all, ended = "") => `eindigt: ${said(ENDS, ended)}`],
  [/^waits$/, "wacht"],
  [/^is queued$/, "staat in de rij"],
  [/^talks$/, "in gesprek"],
  [/^stands$/, "staat"],
  [/^asks for what was not asked then$/, "vraagt wat toen niet gevraagd werd"],
  [/^goes round without an end$/, "blijft rondgaan"],
];

const REASONS: Said = [
  [/^Something that was said is erased\.$/, "Iets wat gezegd is, is gewist."],
  [/^The beginning of this dialogue is not kept\.$/, "Het begin van deze dialoog is niet bewaard."],
  [/^An answer is masked, and none can be made up for it\.$/, "Een antwoord is verborgen, en er is geen ander voor te verzinnen."],
  [/^The answer of a service is masked\.$/, "Het antwoord van een dienst is verborgen."],
  [/^It cannot be told again: a split by dialogue sends each dialogue its own way\.$/, "Een verdeling per dialoog stuurt elke dialoog een eigen kant op."],
  [/^It cannot be told again: how full the queue was is not kept\.$/, "Hoe vol de wachtrij was, is niet bewaard."],
  [/^It cannot be told again: media failed\.$/, "De verbinding van het geluid mislukte."],
  [/^It cannot be told again: the live table (“.*”) has changed since\.$/, "De live tabel $1 is sindsdien veranderd."],
  [/^It cannot be told again: the carrier did not say what it had recorded\.$/, "De provider zei niet wat er opgenomen was."],
  [/^It cannot be told again: (.*) worked for another contact center by then\.$/, "$1 werkte toen al voor een ander contactcenter."],
  [/^It cannot be told again: how long words in a queue took to say is not kept\.$/, "Hoe lang woorden in een wachtrij duurden, is niet bewaard."],
  [/^It cannot be told again: who else was free when a connection failed is not kept\.$/, "Wie er verder vrij was toen een verbinding mislukte, is niet bewaard."],
  [/^Its release was retired while it ran\.$/, "Zijn release ging buiten gebruik terwijl hij liep."],
  [/^It has more than (\d+) facts\.$/, "Hij heeft meer dan $1 feiten."],
  [/^The release that it ran on cannot be compiled any more\.$/, "De release waarop hij liep, kan niet meer gelezen worden."],
  [/^The tenant of today lacks .*$/, "Een adres, contactcenter of vaardigheid van toen is er niet meer."],
  [/^Told again on the release that it ran on, it takes another way\.$/, "Opnieuw gedaan op zijn eigen release loopt hij anders."],
];
