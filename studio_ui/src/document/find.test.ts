import { describe, expect, it } from "vitest";
import { around, find } from "./find";
import type { Doc } from "./flow";

const DOC: Doc = {
  flow: {
    format: 1,
    title: "Reception of patients",
    start: "menu",
    variables: { patient_id: { type: "text" } },
    nodes: {
      menu: { type: "menu", title: "Main menu", prompt: { by_language: { en: "For patients press 1.", nl: "Kies 1." } }, choices: { "1": { label: "Patients" } } },
      split: { type: "branch", cases: [{ when: "vars.patient_id != ''", outcome: "known" }], tries: 7 },
    },
    wires: { menu: { "1": "split" } },
  },
  layout: { format: 1, nodes: {}, notes: [{ id: "n1", x: 0, y: 0, text: "Ask the patients' council" }] },
};
const found = (words: string, most = 50) => find(DOC, {}, words, most).map((hit) => `${hit.node}|${hit.field}|${hit.text}`);

describe("finding words in a flow", () => {
  it("looks at what is said, labels, ways out, expressions, variables, notes and the title", () =>
    expect(found("PATIENT")).toEqual([
      "menu|prompt by_language en|For patients press 1.",
      "menu|choices 1 label|Patients",
      "menu|goes to|1 · Patients",
      "split|cases 1 when|vars.patient_id != ''",
      "||Reception of patients",
      "|variables|patient_id",
      "|note|Ask the patients' council",
    ]));

  it("looks at names, keys and types of steps, each once", () => {
    expect(found("menu")).toEqual(["menu||Main menu", "menu|key|menu", "menu|type|menu"]);
    expect(found("split")).toEqual(["split||Split"]);
    expect(found("7")).toEqual(["split|tries|7"]);
  });

  it("finds nothing for nothing, and no more than is wanted", () => {
    expect(found("  ")).toEqual([]);
    expect(found("patient", 2)).toHaveLength(2);
  });

  it("cuts long texts around the words", () => {
    const text = `${"x".repeat(40)} needle ${"y".repeat(80)}`;
    const [before, words, after] = around({ node: "", title: "", field: "", text, at: 41 }, 6);
    expect([before[0], words, after.at(-1)]).toEqual(["…", "needle", "…"]);
    expect(around({ node: "", title: "", field: "", text: "a needle", at: 2 }, 6)).toEqual(["a ", "needle", ""]);
  });
});
