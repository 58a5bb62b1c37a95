export { Cell } from "./cell";
export { signOut, useOperations, watchCell } from "./store";
