import { describe, expect, it } from "vitest";
import type { Change } from "../../api/releases";
import type { Doc } from "../../document/flow";
import { ghostsOf, GHOST } from "./ghosts";

const DOC: Doc = {
  flow: { format: 1, title: "", start: "a", nodes: { a: { type: "say" }, b: { type: "end" } }, wires: { a: { done: "b" } } },
  layout: { format: 1, nodes: { a: { x: 0, y: 0 }, b: { x: 300, y: 0 } } },
};
const HEIGHT = 80;
const removed = (id: string): Change => ({ kind: "step_removed", path: `$.nodes.${id}`, sentence: "", before: { type: "say" }, after: null });
const led = (kind: string, node: string, outcome: string, before: string): Change => ({
  kind,
  path: `$.wires.${node}.${outcome}`,
  sentence: "",
  before,
  after: null,
});
const ghosts = (...changes: Change[]) => ghostsOf(changes, DOC, () => HEIGHT);

describe("what is no more", () => {
  it("stands where it was led to, below what stands there now", () => {
    const { steps, wires } = ghosts(removed("old"), led("rewired", "a", "done", "old"), led("unwired", "old", "done", "b"));
    expect(steps["old"]?.at).toEqual({ x: 300, y: HEIGHT + 24 });
    expect(wires).toEqual([
      { node: "a", outcome: "done", to: "old" },
      { node: "old", outcome: "done", to: "b" },
    ]);
  });

  it("stands left of what it led to, if nothing led to it", () => {
    expect(ghosts(removed("old"), led("unwired", "old", "done", "b")).steps["old"]?.at).toEqual({ x: 0, y: HEIGHT + 24 });
  });

  it("stands below all if it was alone", () => {
    expect(ghosts(removed("old")).steps["old"]?.at).toEqual({ x: 0, y: HEIGHT + 24 });
  });

  it("covers no other", () => {
    const three = ["x", "y", "z"].flatMap((id) => [removed(id), led("unwired", "a", id, id)]);
    const tops = Object.values(ghosts(...three).steps).map((ghost) => ghost.at.y);
    expect(new Set(tops).size).toBe(3);
    expect(Math.min(...tops.slice(1).map((top, place) => top - (tops[place] ?? 0)))).toBeGreaterThanOrEqual(GHOST.height);
  });

  it("follows a chain of removed steps", () => {
    const { steps } = ghosts(removed("last"), removed("first"), led("rewired", "a", "done", "first"), led("unwired", "first", "done", "last"));
    expect(steps["last"]?.at.x).toBe(600);
  });

  it("is not drawn when somebody has added it again, or its wire's end is unknown", () => {
    expect(ghosts(removed("a"), led("unwired", "a", "done", "nobody"))).toEqual({ steps: {}, wires: [] });
  });
});
