import { expect, test } from "vitest";
import { spread } from "./socket";

test("pages that lost their server together come back one after the other", () => {
  expect([0, 0.5, 1].map((chance) => spread(250, chance))).toEqual([125, 250, 375]);
});
