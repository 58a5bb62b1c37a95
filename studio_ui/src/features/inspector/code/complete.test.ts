import { describe, expect, it } from "vitest";
import type { Offered } from "../../../api/language";
import { offersAt, type CodeKind } from "./complete";

const row = (name: string, usage: string, returns: string) => ({ name, usage, returns, doc: "What it does.", example: "x" });
const OFFERED: Offered = {
  words: ["and", "not"],
  names: [
    { name: "caller.number", type: "text" },
    { name: "caller.known", type: "yes_no" },
    { name: "now", type: "text" },
  ],
  functions: [row("len", "len(value)", "number"), row("lookup", "lookup(table, key)", "record or none"), row("queue", "queue(name?)", "record")],
  filters: [row("upper", "upper(value)", "text")],
  tests: ["defined"],
  flows: [],
  contact_centers: { billing: ["dutch"] },
  schedules: [],
  prompts: [],
  tables: { branches: ["code", "title"] },
  languages: [],
};
const VARIABLES = [{ name: "regulars", type: "list" }];

/** The labels that are offered at the bar. */
function offers(marked: string, kind: CodeKind = "expression", asked = false): string[] | null {
  const at = marked.indexOf("|");
  const found = offersAt(marked.slice(0, at) + marked.slice(at + 1), at, kind, OFFERED, VARIABLES, asked);
  return found && found.options.map((option) => option.label);
}

describe("what may be written", () => {
  it("offers variables, names, functions and words where a name begins", () => {
    const found = offers("caller.number in va|");
    expect(found).toContain("vars.regulars");
    expect(found).toContain("caller.known");
    expect(found).toContain("len");
    expect(found).toContain("and");
  });

  it("says the type in the words of the forms, and how a function is used", () => {
    const { options, from } = offersAt("not cal", 7, "expression", OFFERED, VARIABLES) ?? { options: [], from: 0 };
    expect(from).toBe(4);
    expect(options.find((option) => option.label === "caller.known")?.detail).toBe("boolean");
    const len = options.find((option) => option.label === "len");
    expect(len?.apply).toBe("len(");
    expect(len?.info).toContain("What it does.");
  });

  it("keeps still where nothing is being written, unless it is asked", () => {
    expect(offers("vars.a == |")).toBeNull();
    expect(offers("vars.a == |", "expression", true)).toContain("caller.number");
    expect(offers("12.5|")).toBeNull();
    expect(offers("'caller.nu|")).toBeNull();
  });

  it("offers tables and queues in the quotes where they are named", () => {
    expect(offers("lookup('br|")).toEqual(["branches"]);
    expect(offers('queue("|')).toEqual(["billing"]);
    expect(offers("len('br|")).toBeNull();
    expect(offers("'a\\'b' == ca|")).toContain("caller.number");
  });

  it("in a text completes between braces only, and filters after a bar", () => {
    expect(offers("Dear ca|", "template")).toBeNull();
    expect(offers("Dear {{ ca|", "template")).toContain("caller.number");
    expect(offers("Dear {{ caller.number }}, ca|", "template")).toBeNull();
    expect(offers("{% if vars.x is de|", "template")).toEqual(["defined"]);
    const at = "{{ caller.number|up".length;
    expect(offersAt("{{ caller.number|up", at, "template", OFFERED, [])?.options.map((one) => one.label)).toEqual(["upper"]);
  });

  it("puts a value between braces when it is asked among words", () => {
    const found = offersAt("Dear ", 5, "template", OFFERED, VARIABLES, true);
    expect(found?.options[0]).toMatchObject({ label: "vars.regulars", apply: "{{ vars.regulars }}" });
  });
});
