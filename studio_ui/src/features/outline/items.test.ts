import { expect, it } from "vitest";
import type { Step, Way } from "../../document/outline";
import { itemsOf, moveOf } from "./items";

const way = (outcome: string, to: string): Way => ({ outcome, label: outcome, to, title: to, loose: to === "" });
const step = (id: string, ...ways: Way[]): Step => ({ id, title: id, type: "say", start: false, unreached: false, ways });
const STEPS = [step("menu", way("1", "bye"), way("2", "")), step("hello", way("done", "bye")), step("bye")];
const isOpen = (id: string) => id === "menu";
const ITEMS = itemsOf(STEPS, isOpen);

it("lists the ways of an open step below it", () =>
  expect(ITEMS.map((item) => item.key)).toEqual(["menu", "menu:1", "menu:2", "hello", "bye"]));

it.each([
  ["ArrowDown", "menu", { go: "menu:1" }],
  ["ArrowDown", "bye", null],
  ["ArrowUp", "hello", { go: "menu:2" }],
  ["Home", "hello", { go: "menu" }],
  ["End", "menu", { go: "bye" }],
  ["ArrowRight", "menu", { go: "menu:1" }],
  ["ArrowRight", "hello", { open: "hello" }],
  ["ArrowRight", "bye", null],
  ["ArrowRight", "menu:1", { go: "bye" }],
  ["ArrowRight", "menu:2", null],
  ["ArrowLeft", "menu:2", { go: "menu" }],
  ["ArrowLeft", "menu", { shut: "menu" }],
  ["ArrowLeft", "hello", null],
  ["ArrowDown", "gone", { go: "menu" }],
  ["x", "menu", null],
])("%s at %s", (key, at, expected) => expect(moveOf(key, ITEMS, at, isOpen)).toEqual(expected));
