import { describe, expect, it } from "vitest";
import { isBackwards, monthBeside, nextRange, onBar, rangesOf, readHours, readRange, withRanges } from "./hours";

const office = { weekly: { mon: ["09:00-12:00", "13:00-17:00"], sun: ["00:00-24:00"] }, time_zone: "Europe/London" };

describe("hours", () => {
  it("are read and written day by day", () => {
    expect(rangesOf(office, "mon")).toEqual([
      { from: "09:00", to: "12:00" },
      { from: "13:00", to: "17:00" },
    ]);
    expect(rangesOf(office, "tue")).toEqual([]);
    expect(withRanges(office, "tue", [{ from: "10:00", to: "11:00" }])).toEqual({
      ...office,
      weekly: { mon: office.weekly.mon, tue: ["10:00-11:00"], sun: ["00:00-24:00"] },
    });
    expect(Object.keys((withRanges(office, "mon", []) as typeof office).weekly)).toEqual(["sun"]);
  });

  it("are offered where the day has room", () => {
    expect(nextRange([])).toEqual({ from: "09:00", to: "17:00" });
    expect(nextRange([{ from: "08:00", to: "12:00" }])).toEqual({ from: "13:00", to: "17:00" });
    expect(nextRange([{ from: "08:00", to: "22:00" }])).toEqual({ from: "23:00", to: "24:00" });
    expect(nextRange([{ from: "08:00", to: "23:30" }])).toBeNull();
  });

  it.each([
    ["10:00-12:00, 14:00 – 16:00", ["10:00-12:00", "14:00-16:00"]],
    ["", []],
    ["10-12", null],
    ["12:00-10:00", null],
    ["22:00-24:00", ["22:00-24:00"]],
  ])("are read from words: %j", (text, ranges) => {
    expect(readHours(text)).toEqual(ranges);
  });

  it("lie on a bar", () => {
    expect(onBar({ from: "06:00", to: "12:00" })).toEqual({ insetInlineStart: "25.00%", width: "25.00%" });
    expect(isBackwards(readRange("17:00-09:00"))).toBe(true);
  });
});

it("a month has neighbours", () => {
  expect([monthBeside("2026-12", 1), monthBeside("2026-01", -1)]).toEqual(["2027-01", "2025-12"]);
});
