import { describe, expect, it } from "vitest";
import type { Change } from "../../api/releases";
import { fileOf, flowOf, marksOf } from "./marks";

const change = (kind: string, path: string, before: Change["before"] = null, after: Change["after"] = null): Change => ({
  kind,
  path,
  sentence: `${kind} ${path}`,
  before,
  after,
});

describe("marks of changes", () => {
  it("tells steps that came, went, changed and lead elsewhere apart", () => {
    const { steps, count } = marksOf([
      change("prompt_changed", "$.nodes.menu.prompt.by_language.en"),
      change("step_added", "$.nodes.bye"),
      change("step_removed", "$.nodes.old"),
      change("rewired", "$.wires.hours.open", "menu", "bye"),
    ]);
    const marks = Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, step.mark]));
    expect(marks).toEqual({ menu: "changed", bye: "added", old: "removed", hours: "rewired" });
    expect(count).toBe(4);
  });

  it("says of an outcome where it led", () => {
    const { steps } = marksOf([
      change("rewired", "$.wires.menu['1']", "sales", "support"),
      change("wired", "$.wires.menu.no_input", null, "bye"),
      change("unwired", "$.wires.menu.error", "bye"),
    ]);
    expect(steps["menu"]?.wires).toEqual({
      "1": { how: "rewired", was: "sales" },
      no_input: { how: "wired", was: "" },
      error: { how: "unwired", was: "bye" },
    });
  });

  it("names the stronger of two marks, whichever came first", () => {
    const both = [change("wired", "$.wires.bye.done", null, "end"), change("field_changed", "$.nodes.bye.tries")];
    expect(marksOf(both).steps["bye"]?.mark).toBe("changed");
    expect(marksOf(both.toReversed()).steps["bye"]?.mark).toBe("changed");
  });

  it("does not tell where a new step leads", () => {
    const { steps } = marksOf([change("step_added", "$.nodes.bye"), change("wired", "$.wires.bye.done", null, "end")]);
    expect(steps["bye"]?.sentences).toEqual(["step_added $.nodes.bye"]);
  });

  it("keeps what belongs to the flow apart", () => {
    const { steps, whole } = marksOf([change("title_changed", "$.title"), change("wired", "$.on.error", null, "bye")]);
    expect(steps).toEqual({});
    expect(whole).toHaveLength(2);
  });

  it("knows files and flows", () => {
    expect(flowOf(fileOf("front_door", "main"))).toBe("main");
    expect(flowOf("front_door/environment.json")).toBe("");
  });
});
