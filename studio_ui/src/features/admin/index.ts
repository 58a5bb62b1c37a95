export { Administration, NEW } from "./administration";
export { keepWriting, LeftWriting } from "./left_writing";
export { unwritten } from "./store";
