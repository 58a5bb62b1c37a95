export { Canvas } from "./canvas";
export { Rename } from "./rename";
export { startRename, useRename } from "./rename_store";
export { focusCard, onFormKey } from "./walk";
