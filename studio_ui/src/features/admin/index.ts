export { Administration, NEW } from "./administration";
export { unwritten } from "./store";
