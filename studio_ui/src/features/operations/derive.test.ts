import { expect, test } from "vitest";
import type { CellSeen, NodeRow } from "../../api/operations";
import { age, cells, letters, others, sized, stateOf, step, tenants } from "./derive";

const row = (node: string, state = "up", shards = 1): NodeRow => ({ node, address: "", version: "1", state, silent_ms: 0, shards });
const CELL: CellSeen = {
  node: "a",
  region: "EMEA",
  nodes: [row("a"), row("b", "draining", 0), row("c", "silent")],
  shards: [
    { shard: 3, state: "held", owner: "a", epoch: 1, tenants: 2 },
    { shard: 9, state: "moving", owner: "gone", epoch: 2, tenants: 1 },
    { shard: 17, state: "free", owner: "", epoch: 0, tenants: 1 },
  ],
  store: { kind: "SQLite", bytes: 4096, schema: 3, days: 0, oldest_ms: null },
};

test("every owner has a letter, also one that is no node any more", () => {
  expect([...letters(CELL)]).toEqual([
    ["a", "A"],
    ["b", "B"],
    ["c", "C"],
    ["gone", "D"],
  ]);
  const crowd = { ...CELL, nodes: Array.from({ length: 28 }, (_, place) => row(`n${place}`)) };
  expect(letters(crowd).get("n27")).toBe("AB");
});

test("the map has 256 squares, those without a tenant too", () => {
  const map = cells(CELL);
  expect(map).toHaveLength(256);
  expect(map[3]?.owner).toBe("a");
  expect(map[4]).toBeNull();
});

test("arrow keys stay on the map and in the row", () => {
  expect(step(0, "ArrowLeft")).toBeNull();
  expect(step(15, "ArrowRight")).toBeNull();
  expect(step(16, "ArrowLeft")).toBeNull();
  expect(step(17, "ArrowUp")).toBe(1);
  expect(step(250, "ArrowDown")).toBeNull();
  expect(step(20, "Home")).toBe(16);
  expect(step(20, "End")).toBe(31);
  expect(step(20, "x")).toBeNull();
});

test("a node that owns nothing any more is empty, and only nodes that are up take over", () => {
  expect(CELL.nodes.map(stateOf)).toEqual(["up", "empty", "silent"]);
  expect(others(CELL, "a")).toBe(0);
  expect(others(CELL, "b")).toBe(1);
  expect(tenants(CELL)).toBe(4);
});

test("sizes and ages are short", () => {
  expect([512, 4096, 1_500_000, 3_000_000_000].map(sized)).toEqual([
    ["512", "B"],
    ["4.00", "KB"],
    ["1.43", "MB"],
    ["2.79", "GB"],
  ]);
  expect([500, 5_000, 125_000, 7_200_000, 200_000_000].map(age)).toEqual([
    ["justNow"],
    ["seconds", 5],
    ["minutes", 2],
    ["hours", 2],
    ["days", 2],
  ]);
});
