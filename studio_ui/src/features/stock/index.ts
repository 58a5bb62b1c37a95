export { FileIn, NewPart, Trouble, UsedByList } from "./bits";
export { StockFrame } from "./frame";
export { arrived, edit, readWhole, save, useStock, type Entry } from "./store";
