import { later } from "../../ui";

export const Cases = later<object>(() => import("./cases").then((room) => ({ default: room.Cases })));
export { CaseCount, Covered } from "./head";
export { chosenTest, chosenWays, keepAsTest, runCases, useCases } from "./store";
export { useTrying } from "./trying";
