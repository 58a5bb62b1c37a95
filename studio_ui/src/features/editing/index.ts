export { applyFix } from "./checking";
export { askTogether, takeTogether } from "./together";
export { openForm } from "./open_form";
export { showRelease } from "./release";
export {
  act,
  change,
  changedElsewhere,
  closeForm,
  currentFlow,
  keepMineAsCopy,
  keyOf,
  lastSave,
  openAgain,
  openFlow,
  pick,
  save,
  showFlowForm,
  stepBack,
  stepForward,
  takeTheirs,
  unsaved,
  useDoc,
  useEditing,
  useMayEdit,
  useOpen,
  useWhyNot,
  type OpenFlow,
  type Pick,
  type SaveStanding,
} from "./store";
