export { Desk } from "./desk";
export { attachDesk, sitDown, useDesk } from "./store";
