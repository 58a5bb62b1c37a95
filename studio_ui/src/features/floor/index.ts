export { FloorBoard } from "./board";
export { watchFloor } from "./store";
