import { afterEach, expect, test } from "vitest";
import { changeSaid, findingSaid, problemSaid, sayIn } from "../../api/said";
import findingsPage from "../../../../docs/findings.md?raw";
import problemsPage from "../../../../docs/problems.md?raw";
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

test.each(CHANGES)("a comparison says “%s” in Dutch", (english, dutch) => {
  expect(changeSaid(english)).toBe(english);
  sayIn(sayings);
  expect(changeSaid(english)).toBe(dutch);
});
