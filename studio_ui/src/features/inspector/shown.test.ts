import { describe, expect, it } from "vitest";
import type { FlowNode, NodeType } from "../../document/flow";
import { fieldsShown } from "./shown";

const text = { type: "string" };
const type = (properties: NodeType["schema"], only_if: Record<string, string[]> = {}): NodeType => ({
  name: "ask",
  title: "Ask",
  purpose: "",
  group: "Ask",
  icon: "",
  waits: true,
  kinds: ["entry"],
  outcomes: ["done"],
  summary: [],
  only_if,
  schema: { type: "object", properties, required: ["prompt"] },
  example: {},
});
const ASK = type(
  { prompt: text, input: { enum: ["digits", "text"], default: "digits" }, max: { type: "integer" }, by: text, of: { type: "array" } },
  { max: ["input", "digits"], of: ["by"] },
);
const shown = (node: FlowNode, of = ASK) => fieldsShown(of, node);

describe("the fields of a form", () => {
  it("leaves out what means nothing beside the others, by their defaults too", () => {
    expect(shown({ type: "ask" }).first).toEqual(["prompt", "input", "max", "by"]);
    expect(shown({ type: "ask", input: "text" }).first).toEqual(["prompt", "input", "by"]);
    expect(shown({ type: "ask", by: "vars.x" }).first).toContain("of");
    expect(shown({ type: "ask", by: "" }).first).not.toContain("of");
  });

  it("shows what is set, whether it means something or not", () => {
    expect(shown({ type: "ask", input: "text", max: 3 }).first).toContain("max");
  });

  it("puts many that nobody set behind one heading, and none that is needed", () => {
    const many = Object.fromEntries("abcdefgh".split("").map((name) => [name, text]));
    const { first, more } = shown({ type: "ask", c: "x" }, type({ prompt: text, ...many }));
    expect(first).toEqual(["prompt", "c"]);
    expect(more).toEqual("abdefgh".split(""));
  });

  it("keeps a field where it is while the form is open", () => {
    const many = Object.fromEntries("abcdefgh".split("").map((name) => [name, text]));
    const of = type({ prompt: text, ...many });
    const { more } = shown({ type: "ask" }, of);
    expect(fieldsShown(of, { type: "ask", a: "x" }, more)).toEqual({ first: ["prompt"], more: "abcdefgh".split("") });
    expect(fieldsShown(of, { type: "ask" }, []).first).toHaveLength(9);
  });
});
