export { FileIn, NewPart, Trouble, UsedByList } from "./bits";
export { StockFrame } from "./frame";
export { changeBy, edit, readWhole, useStock, type Entry } from "./store";
