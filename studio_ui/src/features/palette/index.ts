export { NewStepList } from "./list";
export { addStep, useNewStep } from "./store";
