export { NewStepList } from "./list";
export { findStep, PaletteColumn } from "./column";
export { leavingOf, roomFor } from "./splice";
export { showOver, usePaper, type Point } from "./paper";
export { addStep, askForStep, clear, useNewStep } from "./store";
