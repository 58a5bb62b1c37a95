import { later } from "../../ui";

export const Problems = later<object>(() => import("./problems").then((room) => ({ default: room.Problems })));
export { StepProblems } from "./step_problems";
export { Fixes } from "./fixes";
