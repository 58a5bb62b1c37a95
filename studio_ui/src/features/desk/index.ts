export { Desk } from "./desk";
export { attachDesk, useDesk } from "./store";
