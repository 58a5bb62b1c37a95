import { afterEach, expect, test } from "vitest";
import { findingSaid, problemSaid, sayIn } from "../../api/said";
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
