export { Desk } from "./desk";
export { attachDesk, clearDesk, sitDown } from "./store";
