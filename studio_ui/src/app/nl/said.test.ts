import { afterEach, expect, test } from "vitest";
import { changeSaid, findingSaid, problemSaid, sayIn } from "../../api/said";
import findingsPage from "../../../../docs/findings.md?raw";
import partPage from "../../../../flowengine/lang/diff/part.py?raw";
import wordsPage from "../../../../flowengine/lang/diff/words.py?raw";
import problemsPage from "../../../../docs/problems.md?raw";
import { PARTS, WORDS } from "./parts";
import { sayings } from "./sayings";

afterEach(() => sayIn(null));

const codesIn = (text: string, row: RegExp): string[] => [...new Set([...text.matchAll(row)].map((found) => found[1] ?? ""))].toSorted();

test("every problem of a flow that the server may tell has Dutch words, and no other", () => {
  expect(Object.keys(sayings.findings).toSorted()).toEqual(codesIn(findingsPage, /^### `(\w+)/gm));
});

test("every refusal has Dutch words, and no other", () => {
  expect(Object.keys(sayings.problems).toSorted()).toEqual(codesIn(problemsPage, /^\| `(\w+)` \| \d{3} \|/gm));
});

const finding = { code: "unknown_flow", severity: "error", path: "$", message: "There is no flow “mian” here.", hint: "Known here: hold, main.", args: ["mian"] } as const;

test("a sentence is said with what it is about, and its fixes too", () => {
  sayIn(sayings);
  const said = findingSaid({ ...finding, args: [...finding.args], fixes: [{ title: "Use “main”", edits: [] }] });
  expect([said.message, said.hint, said.fixes?.[0]?.title]).toEqual(["Er is hier geen flow “mian”.", "Hier bekend: hold, main.", "“main” gebruiken"]);
});

test("without words for it, or with too little to say them, it stays as the server said it", () => {
  sayIn(sayings);
  expect(findingSaid({ ...finding, code: "of_a_plugin", args: [] }).message).toBe(finding.message);
  expect(findingSaid({ ...finding, args: [] }).message).toBe(finding.message);
  expect(problemSaid({ code: "rule", message: "“Mars” is not a time zone.", hint: "Use an IANA name.", args: ["Mars"] })).toEqual({
    message: "Een regel van de tenant staat dit niet toe. “Mars” is not a time zone.",
    hint: "Use an IANA name.",
  });
});

test("in English nothing is touched", () => {
  expect(findingSaid({ ...finding, args: [] })).toEqual({ ...finding, args: [] });
});

/** Every sentence that lang/diff/sentence.py and files.py make. */
const CHANGES: readonly (readonly [string, string])[] = [
  ["The flow “Spare” was added.", "De flow “Spare” is toegevoegd."],
  ["The flow “Spare” was removed.", "De flow “Spare” is weggehaald."],
  ["Case “a call” was added.", "Test “a call” is toegevoegd."],
  ["Case “a call”: steps[0] was removed; it was {}.", "Test “a call”: steps[0] is weggehaald; het was {}."],
  ["Step “bye” (end) was removed.", "Stap “bye” (end) is weggehaald."],
  ["Variable “x” (text) was added.", "Variabele “x” (text) is toegevoegd."],
  ["Step “bye” is of type “say” now; it was “end”.", "Stap “bye” is nu van de soort “say”; eerst van “end”."],
  ["Outcome “1” of “menu” leads to “bye” now; it led nowhere.", "Uitkomst “1” van “menu” leidt nu naar “bye”; eerst nergens heen."],
  ["“On error” leads nowhere now; it led to “bye”.", "“Bij error” leidt nu nergens heen; eerst naar “bye”."],
  ["Key # of every menu leads to “a” now; it led to “b”.", "Toets # van elk menu leidt nu naar “a”; eerst naar “b”."],
  ["The flow starts at “a” now; it started at “b”.", "De flow begint nu bij “a”; eerst bij “b”."],
  ["The title changed from “a to b” to “c”.", "De titel veranderde van “a to b” in “c”."],
  ["Step “m”: prompt in nl, for chat changed from “was added: to\nb” to “c.”.", "Stap “m”: prompt in nl, voor chat veranderde van “was added: to\nb” in “c.”."],
  ["Step “m”: the order of cases changed from [1, 2] to [2, 1].", "Stap “m”: de volgorde van cases veranderde van [1, 2] in [2, 1]."],
  ["Variable “x”: default was added: 7.", "Variabele “x”: default is toegevoegd: 7."],
  ["the document changed from 1 to 2.", "het document veranderde van 1 in 2."],
];

/** Every form of sentence that lang/diff/part.py makes. */
const OF_PARTS: readonly (readonly [string, string])[] = [
  ["The entry flow is “main” now; there was none.", "De ingangsflow is nu “main”; eerst was er geen."],
  ["The entry flow for chats is “x” now; it was “main”.", "De ingangsflow voor chats is nu “x”; eerst was het “main”."],
  ["No flow is the entry for calls now; it was “y”.", "Geen flow is nu de ingang voor gesprekken; eerst was het “y”."],
  ["Prompt “bye”: text in “nl” changed from “to you” to “was added”.", "Prompt “bye”: tekst in “nl” veranderde van “to you” in “was added”."],
  ["Prompt “bye” was added: “en” “Thank you”, “nl” “Dank u”.", "Prompt “bye” is toegevoegd: “en” “Thank you”, “nl” “Dank u”."],
  ["Schedule “office”: opening hours on Monday: “08:00-18:00” became “09:00-17:00”.", "Rooster “office”: openingstijden op maandag: “08:00-18:00” werd “09:00-17:00”."],
  ["Schedule “office”: holiday “2026-12-25” was removed; it was “Christmas”.", "Rooster “office”: feestdag “2026-12-25” is weggehaald; het was “Christmas”."],
  ["Table “vip”: row 1 was added: “number” “1”, “gold” yes.", "Tabel “vip”: rij 1 is toegevoegd: “number” “1”, “gold” ja."],
  [
    "Contact center “billing” was added: title “Billing”, skills (“no” (title “No”)), service level (goal in percent 90), and 3 more.",
    "Contactcenter “billing” is toegevoegd: titel “Billing”, vaardigheden (“no” (titel “No”)), serviceniveau (doel in procenten 90), en 3 meer.",
  ],
  ["User “anna”: roles everywhere: “editor” was removed.", "Gebruiker “anna”: rollen overal: “editor” is weggehaald."],
  ["Tenant: demonstration changed from yes to no.", "Tenant: demonstratie veranderde van ja in nee."],
];

test.each(OF_PARTS)("a comparison of parts says “%s” in Dutch", (english, dutch) => {
  expect(changeSaid(english)).toBe(english);
  sayIn(sayings);
  expect(changeSaid(english)).toBe(dutch);
});

test("every word for a field and a part has Dutch ones, and no part is left out", () => {
  const words = [...wordsPage.matchAll(/"\w+": "([^"]+)",/g)].map((found) => found[1] ?? "");
  const subjects = [...partPage.matchAll(/"\w+": "([A-Z][^"]+)",/g)].map((found) => found[1] ?? "");
  expect([words.length > 90, subjects.length]).toEqual([true, 10]);
  expect(words.filter((word) => !(word in WORDS))).toEqual([]);
  expect([...subjects, "Tenant"].toSorted()).toEqual(Object.keys(PARTS).toSorted());
});

test.each(CHANGES)("a comparison says “%s” in Dutch", (english, dutch) => {
  expect(changeSaid(english)).toBe(english);
  sayIn(sayings);
  expect(changeSaid(english)).toBe(dutch);
});
