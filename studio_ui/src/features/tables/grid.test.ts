import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../document/json";
import { badKeys, columnsOf, kindOf, readAs, shown, tableOf, withCell } from "./grid";

const prices: { key: string; rows: JsonObject[] } = { key: "code", rows: [{ price: 1, code: "a" }, { code: "b", price: 2.5, ok: true }, { code: "a", tags: ["x"] }] };
const table = tableOf(prices);

describe("a grid", () => {
  it("has the key first and every column once", () => {
    expect(columnsOf(table)).toEqual(["code", "price", "ok", "tags"]);
    expect(tableOf(undefined)).toEqual({ key: "key", rows: [], live: false });
  });

  it("keeps the kind of a column", () => {
    expect(["code", "price", "ok", "tags", "new"].map((column) => kindOf(table.rows, column))).toEqual([
      "text", "number", "yes_no", "json", "text",
    ]);
    expect(kindOf([{ price: 1 }], "price", 0)).toBe("text"); // the only row may become anything
  });

  it.each([
    ["number", "12.5", { value: 12.5 }],
    ["number", "012", null],
    ["number", "", { value: undefined }],
    ["yes_no", "true", { value: true }],
    ["yes_no", "yes", null],
    ["json", '["a"]', { value: ["a"] }],
    ["json", "[", null],
    ["text", "12", { value: "12" }],
  ] as const)("reads a cell as %s: %s", (kind, text, read) => {
    expect(readAs(kind, text)).toEqual(read);
  });

  it("changes one cell and leaves the others", () => {
    const rows = tableOf(withCell(prices, 0, "price", 9)).rows;
    expect(rows[0]).toEqual({ price: 9, code: "a" });
    expect(rows[1]).toBe(prices.rows[1]);
    expect(tableOf(withCell(prices, 0, "price", undefined)).rows[0]).toEqual({ code: "a" });
    expect(shown(["x"])).toBe('["x"]');
  });

  it("finds rows that are never found", () => {
    expect([...badKeys(tableOf({ key: "code", rows: [...prices.rows, {}] }))]).toEqual([
      [2, "twice"],
      [3, "keyless"],
    ]);
  });
});
