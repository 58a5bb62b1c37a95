export { Administration, NEW, PERSONAL, type AdminTab } from "./administration";
export { keepWriting } from "./left_writing";
export { unwritten } from "./store";
