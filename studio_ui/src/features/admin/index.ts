export { Administration, NEW } from "./administration";
export { keepWriting } from "./left_writing";
export { unwritten } from "./store";
