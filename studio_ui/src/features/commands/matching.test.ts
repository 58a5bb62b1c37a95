import { expect, it } from "vitest";
import { best } from "./matching";

const titles = ["Publish…", "Undo", "Open Main menu", "Go to Menu of repairs", "Add Menu", "Amend"].map((title) => ({ title }));
const found = (words: string, most = 9) => best(titles, words, most).map((one) => one.title);

it("puts what begins so first, then a word that does, then the rest", () => {
  expect(found("me")).toEqual(["Open Main menu", "Go to Menu of repairs", "Add Menu", "Amend"]);
  expect(found("a")).toEqual(["Add Menu", "Amend", "Open Main menu", "Go to Menu of repairs"]);
});

it("asks for every word, in any order", () => expect(found("menu go")).toEqual(["Go to Menu of repairs"]));

it("offers all in their order without words, as many as are wanted", () => expect(found(" ", 2)).toEqual(["Publish…", "Undo"]));

it("finds nothing for what nobody offers", () => expect(found("xyz")).toEqual([]));
