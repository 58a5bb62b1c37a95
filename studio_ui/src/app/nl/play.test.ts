import { afterEach, expect, test } from "vitest";
import { failureSaid, faultSaid, playSaid, sayIn } from "../../api/said";
import { sayings } from "./sayings";

afterEach(() => sayIn(null));

const PLAY: readonly (readonly [who: string, english: string, dutch: string])[] = [
  ["time", "2.5 s pass", "er gaat 2.5 s voorbij"],
  ["caller", "presses 12#", "toetst 12#"],
  ["caller", "says “calls again”", "zegt “calls again”"],
  ["caller", "leaves a message of 5 s", "spreekt een bericht van 5 s in"],
  ["agent", "ends the wrap-up: sold", "rondt het nawerk af: sold"],
  ["agent", "is away (lunch)", "is afwezig (lunch)"],
  ["agent", "phone reports busy", "phone meldt bezet"],
  ["agent", "hands the caller on to a number", "verbindt de beller door met een nummer"],
  ["floor", "queued in front_door, needs dutch 50, needs phone 1, priority 2", "in de wachtrij van front_door, vraagt dutch 50, phone 1, voorrang 2"],
  ["floor", "queued in front_door, priority 0", "in de wachtrij van front_door, voorrang 0"],
  ["floor", "step 2 asks sales, dutch 40; repairs", "stap 2 vraagt sales, dutch 40; repairs"],
  ["floor", "offered on: no_answer", "verder aangeboden: niet opgenomen"],
  ["floor", "left the queue of sales: timed_out", "verliet de wachtrij van sales: te lang gewacht"],
  ["floor", "calls POST https://x/y?a=1", "roept aan: POST https://x/y?a=1"],
  ["floor", "calling +31201234567 back, attempt 2", "belt +31201234567 terug, poging 2"],
  ["floor", "answered: busy", "antwoord: bezet"],
  ["floor", "answered: gold", "antwoord: gold"],
  ["floor", "ended: abandoned, by caller, while queued", "afgelopen: opgegeven, door de beller, tijdens het wachten"],
  ["flow", "fault: `+` needs a number, not a text.", "fout: `+` heeft een getal nodig; dit is een tekst."],
  ["flow", "key # leads elsewhere", "toets # leidt ergens anders heen"],
  ["flow", "there is nothing to be sent", "er is niets te sturen"],
  ["flow", "→ no_input", "→ no_input"],
  ["flow", "Your call is ended: thank you.", "Your call is ended: thank you."],
];

test.each(PLAY)("a play tells of the %s: “%s” in Dutch", (who, english, dutch) => {
  expect(playSaid(who, english)).toBe(english);
  sayIn(sayings);
  expect(playSaid(who, english)).toBe(dutch);
});

const FAULTS: readonly (readonly [english: string, dutch: string])[] = [
  ["`+` cannot join a text and a number; use text(...).", "`+` kan dit niet samenvoegen: een tekst en een getal; gebruik text(...)."],
  ["`<` cannot compare nothing with a yes or no.", "`<` kan dit niet vergelijken: niets met een ja of nee."],
  ["`in` cannot look for a list in a record.", "`in` kan niet zoeken: een lijst in een record."],
  ["len needs a text, a list or a record, not nothing.", "len heeft een tekst, een lijst of een record nodig; dit is niets."],
  ["A loop needs a list, not a text.", "Een lus heeft een lijst nodig; dit is een tekst."],
  ["as_date has no such style (something that is not data): short, medium, long or full.", "as_date heeft geen stijl zoals dit (iets dat geen gegeven is): short, medium, long of full."],
  ["vars.code is declared as number, so it cannot become true or false", "vars.code is opgegeven als number, dus past hier niet: waar of onwaar"],
  ["the answer is not as expected: $.name is missing", "het antwoord is niet zoals verwacht: $.name ontbreekt"],
];

test.each(FAULTS)("a fault: “%s” in Dutch", (english, dutch) => {
  expect(faultSaid(english)).toBe(english);
  sayIn(sayings);
  expect(faultSaid(english)).toBe(dutch);
});

test("why a test failed is said in Dutch", () => {
  const failed = "Step 1 of those that come first: “hears” does not hold (nor do: at, over).";
  expect(failureSaid(failed)).toBe(failed);
  sayIn(sayings);
  expect(failureSaid(failed)).toBe("Stap 1 van wat eerst komt: “hears” klopt niet (en ook niet: at, over).");
  expect(failureSaid("There is no table “x”; there are: a, b.")).toBe("Er is geen tabel “x”; wel: a, b.");
});

const FILES = import.meta.glob("../../../../flowengine/{lang,interpreter,nodes,testbench}/**/*.py", { query: "?raw", import: "default", eager: true });
const RAISED = /(?:EvaluationFault|\.explain|\.fault|NO_WORDS =|"fault", [^"]*,)\(?\s*f?"([^"]+)"/g;
const FAILED = /(?:StepFailed|Failure|_missing|TOO_LONG =|message =)(?:\()?\s*(?:0, )?f?"([^"]+)"/g;
const TOLD = /story\.did\(world\.now_ms, "caller", "", f?"([^"]+)"|story\.did\(world\.now_ms, "floor", name, f?"([^"]+)"|story\.did\(world\.now_ms, "agent", agent, f?"([^"]+)"|"(?:floor|flow|agent)",\s+f?"([^"]+)"|said = f?"([^"]+)"|Line\("time", f?"([^"]+)"| else f?"([^"]+ [^"]+)"/g;

/** Every sentence that the files make by it, each value in it as a word that may stand there. */
function made(by: RegExp, room: RegExp): string[] {
  return Object.entries(FILES)
    .filter(([file]) => room.test(file))
    .flatMap(([, text]) => [...String(text).matchAll(by)].flatMap((found) => found.slice(1).filter((one) => one !== undefined)))
    .map(filled);
}

/** Values such as stand there, by what the code calls them; 7 for any other. */
const STANDS: readonly (readonly [RegExp, string])[] = [
  [/^is \{act\.presence\}.*$/, "is away (lunch)"],
  [/\{kind_of\([^}]*\)\}/g, "a text"],
  [/\{kind\[:-1\]\}/g, "table"],
  [/\{others\}/g, ""],
  [/^\{verb\}/, "says"],
  [/\{verb\}/g, "is asked"],
  [/\{word\}/g, "busy"],
  [/\{action\}/g, "start"],
  [/\{by\}/g, "caller"],
  [/\{stage\}/g, "queued"],
  [/\{[^}]*'method'[^}]*\}/g, "GET"],
  [/\{[^}]*\}/g, "7"],
];
const filled = (text: string): string => STANDS.reduce((said, [part, value]) => said.replace(part, value), text);

test("every fault and every word of a step about itself has a sentence", () => {
  const sentences = made(RAISED, /\/(?:lang|interpreter|nodes)\//);
  expect(sentences.length).toBeGreaterThan(60);
  sayIn(sayings);
  expect(sentences.filter((text) => faultSaid(text) === text)).toEqual([]);
});

test("every reason for which a test fails has a sentence", () => {
  const sentences = made(FAILED, /\/testbench\/(?:\w+|trial\/\w+)\.py$/);
  expect(sentences.length).toBeGreaterThan(30);
  sayIn(sayings);
  expect(sentences.filter((text) => failureSaid(text) === text)).toEqual([]);
});

test("every line of a play has a sentence", () => {
  const acts = [...String(FILES["../../../../flowengine/testbench/action.py"]).matchAll(/^ {4}"\w+": "([^"]+)",$/gm)].map((found) => found[1] ?? "");
  const sentences = [...acts, ...made(TOLD, /\/testbench\/(?:play|action)\.py$/)];
  expect(acts.length).toBeGreaterThan(8);
  expect(sentences.length).toBeGreaterThan(40);
  sayIn(sayings);
  const told = sentences.filter((text) => !/^(?:7|→ .*)$/.test(text) && playSaid("flow", text) === text && playSaid("floor", text) === text);
  expect(told).toEqual([]);
});
