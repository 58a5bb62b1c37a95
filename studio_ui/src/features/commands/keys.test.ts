import { describe, expect, it } from "vitest";
import { isPressed, isSingle, shownKeys, type Pressed } from "./keys";

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe("keys of a command", () => {
  it.each([
    ["Mod+K", press("k", { ctrlKey: true }), true],
    ["Mod+K", press("k", { metaKey: true }), true],
    ["Mod+K", press("k"), false],
    ["Mod+Z", press("Z", { ctrlKey: true, shiftKey: true }), false],
    ["Mod+Shift+Z", press("Z", { ctrlKey: true, shiftKey: true }), true],
    ["Mod+K", press("k", { ctrlKey: true, altKey: true }), false],
    ["T", press("t"), true],
    ["T", press("T", { shiftKey: true }), false],
    ["Shift+T", press("T", { shiftKey: true }), true],
    ["?", press("?", { shiftKey: true }), true],
    ["?", press("?"), true],
    ["/", press("/", { shiftKey: true }), true],
    ["F2", press("F2"), true],
    ["F3", press("F3", { shiftKey: true }), false],
    ["Shift+F3", press("F3", { shiftKey: true }), true],
    ["Mod++", press("+", { ctrlKey: true }), true],
    ["Mod+K", press("κ", { ctrlKey: true, code: "KeyK" }), true],
  ])("%s and %o", (keys, event, expected) => expect(isPressed(keys, event)).toBe(expected));

  it("tells single keys, which must not take what is typed", () => {
    expect(["T", "Shift+T", "?", "/"].every(isSingle)).toBe(true);
    expect(["Mod+K", "F2", "Delete", "Alt+ArrowUp"].some(isSingle)).toBe(false);
  });

  it("shows them as they stand on the machine's keys", () => {
    expect(shownKeys("Mod+Shift+Z", false)).toEqual(["Ctrl", "Shift", "Z"]);
    expect(shownKeys("Mod+Shift+Z", true)).toEqual(["⌘", "⇧", "Z"]);
    expect(shownKeys("Alt+ArrowUp", false)).toEqual(["Alt", "↑"]);
    expect(shownKeys("Mod++", false)).toEqual(["Ctrl", "+"]);
  });
});
