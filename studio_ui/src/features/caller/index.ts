export { chat, phone } from "./callers";
export type { Line } from "./store";
export { Transcript } from "./transcript";
export { numbersOf, reachable } from "./people";
