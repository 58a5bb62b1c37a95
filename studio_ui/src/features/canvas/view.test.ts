import { describe, expect, it } from "vitest";
import type { Doc } from "../../document/flow";
import { CARD_WIDTH, opening, READABLE } from "./view";

const PANE = { width: 1000, height: 700 };

function chain(count: number, step = 300): Doc {
  const names = Array.from({ length: count }, (_, n) => `s${n}`);
  return {
    flow: { format: 1, title: "t", start: "s0", nodes: Object.fromEntries(names.map((n) => [n, { type: "say" }])), wires: {} },
    layout: { format: 1, nodes: Object.fromEntries(names.map((name, n) => [name, { x: n * step, y: 40 }])) },
  };
}

describe("where a flow is opened", () => {
  it("shows a small flow whole and in the middle, never larger than life", () => {
    const { zoom, x } = opening(chain(2), {}, PANE);
    expect(zoom).toBe(1);
    expect(x).toBeGreaterThan(200);
  });

  it("shows the start of a long flow at a readable size", () => {
    const { zoom, x, y } = opening(chain(60), {}, PANE);
    expect(zoom).toBeGreaterThanOrEqual(READABLE);
    expect(x).toBeGreaterThan(0);
    expect(x + CARD_WIDTH * zoom).toBeLessThan(PANE.width);
    expect(y + 40 * zoom).toBeGreaterThan(0);
    expect(y + 40 * zoom).toBeLessThan(PANE.height);
  });

  it("begins below tools that stand in several rows, whether or not it can be shown whole", () => {
    for (const count of [2, 60]) {
      const { zoom, y } = opening(chain(count), {}, { width: 1000, height: 320 }, 130);
      expect(y + 40 * zoom).toBeGreaterThanOrEqual(130);
    }
  });

  it("keeps a start in the middle of a tall flow in sight", () => {
    const doc = chain(1);
    const tall: Doc = {
      flow: { ...doc.flow, nodes: { s0: { type: "say" }, up: { type: "say" }, low: { type: "say" } } },
      layout: { format: 1, nodes: { s0: { x: 0, y: 2000 }, up: { x: 300, y: 0 }, low: { x: 300, y: 4000 } } },
    };
    const { zoom, y } = opening(tall, {}, PANE);
    expect(y + 2000 * zoom).toBeGreaterThan(60);
    expect(y + 2000 * zoom).toBeLessThan(PANE.height - 100);
  });
});
