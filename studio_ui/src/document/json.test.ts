import { freeze, produce } from "immer";
import { describe, expect, it } from "vitest";
import { keysOf, objectOf, parseJson, writeJson, type JsonObject } from "./json";

const MENU =
  '{"choices":{"2":{"label":"Support"},"1":{"label":"Sales \\"1\\": x"},"0":{}},"tries":3,"list":[1,"7: ",{"10":null}]}';

describe("JSON in the author's order", () => {
  it("writes what it read, byte for byte", () => {
    expect(writeJson(parseJson(MENU))).toBe(MENU);
  });

  it("keeps number-like keys where they stood", () => {
    expect(keysOf((parseJson(MENU) as JsonObject)["choices"] as JsonObject)).toEqual(["2", "1", "0"]);
  });

  it.each(['"1": 2', ',"1": 2', '{"1":2}', '\\"1":', "1", "{", "\n"])("leaves %j alone, a text that looks like keys", (text) => {
    for (const value of [{ a: text }, [text, "1", text], { [text]: [{ "2": text, "1": text }] }]) {
      expect(JSON.stringify(parseJson(JSON.stringify(value)))).toBe(JSON.stringify(value));
    }
  });

  it("writes the text of what is frozen once, and anew where something has changed", () => {
    const before = freeze(parseJson(`{"a":${MENU},"b":${MENU}}`) as Record<string, JsonObject>, true);
    expect(writeJson(before)).toBe(`{"a":${MENU},"b":${MENU}}`);
    const after = produce(before, (draft) => void ((draft["b"] as JsonObject)["tries"] = 4));
    expect(writeJson(after)).toBe(`{"a":${MENU},"b":${MENU.replace("3", "4")}}`);
    expect(writeJson(before)).toBe(`{"a":${MENU},"b":${MENU}}`);
  });

  it("writes what is not frozen as it is now", () => {
    const object: JsonObject = { a: 1 };
    expect(writeJson(object)).toBe('{"a":1}');
    object["a"] = 2;
    expect(writeJson(object)).toBe('{"a":2}');
  });

  it("keeps the order through a change and appends what is new", () => {
    const before = parseJson(MENU) as JsonObject;
    const after = produce(before, (draft) => {
      (draft["choices"] as JsonObject)["9"] = { label: "New" };
    });
    expect(keysOf(after["choices"] as JsonObject)).toEqual(["2", "1", "0", "9"]);
  });

  it("forgets a key that was removed", () => {
    const object = objectOf([
      ["3", 1],
      ["1", 2],
    ]);
    delete object["3"];
    expect(keysOf(object)).toEqual(["1"]);
  });
});

describe("text for people", () => {
  it("is indented, and reads back as the same", () => {
    const value = parseJson('{"2": {"b": [1, {}]}, "1": []}');
    expect(writeJson(value, 2)).toBe('{\n  "2": {\n    "b": [\n      1,\n      {}\n    ]\n  },\n  "1": []\n}');
    expect(parseJson(writeJson(value, 2))).toEqual(value);
  });
});
