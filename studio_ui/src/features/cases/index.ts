import { later } from "../../ui";

export const Cases = later<object>(() => import("./cases").then((room) => ({ default: room.Cases })));
export { keepAsTest, runCases, useCases } from "./store";
