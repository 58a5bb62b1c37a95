export { Cases } from "./cases";
export { keepAsTest, runCases, useCases } from "./store";
