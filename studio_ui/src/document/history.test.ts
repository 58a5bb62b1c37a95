import { describe, expect, it } from "vitest";
import type { Doc } from "./flow";
import { begin, record, redo, undo } from "./history";

const doc = (title: string): Doc => ({
  flow: { format: 1, title, start: "", nodes: {}, wires: {} },
  layout: { format: 1, nodes: {} },
});
const [A, B, C] = [doc("a"), doc("b"), doc("c")];

describe("undo and redo", () => {
  it("goes back and forth by gesture, with its label", () => {
    const later = record(record(begin(A), B, "Add Say", "", 0), C, "Connect", "", 1);
    expect(later.past.map((entry) => entry.label)).toEqual(["Add Say", "Connect"]);
    expect(undo(later).doc).toBe(B);
    expect(undo(undo(later)).doc).toBe(A);
    expect(redo(undo(later)).doc).toBe(C);
  });

  it("takes typing in one field for one gesture, until there is a pause", () => {
    const typed = record(record(begin(A), B, "Change prompt", "say.prompt", 0), C, "Change prompt", "say.prompt", 500);
    expect(typed.past).toHaveLength(1);
    expect(undo(typed).doc).toBe(A);
    expect(record(typed, A, "Change prompt", "say.prompt", 5000).past).toHaveLength(2);
  });

  it("never joins a gesture to one that was undone", () => {
    const back = undo(record(begin(A), B, "Change prompt", "say.prompt", 0));
    const again = record(redo(back), C, "Change prompt", "say.prompt", 10);
    expect(again.past).toHaveLength(2);
    expect(undo(again).doc).toBe(B);
  });

  it("drops what could be done again once something new is done", () => {
    expect(record(undo(record(begin(A), B, "x", "", 0)), C, "y", "", 1).future).toEqual([]);
  });

  it("stays as it is when nothing changed or nothing is left", () => {
    const start = begin(A);
    expect(record(start, A, "x", "", 0)).toBe(start);
    expect(undo(start)).toBe(start);
    expect(redo(start)).toBe(start);
  });
});
