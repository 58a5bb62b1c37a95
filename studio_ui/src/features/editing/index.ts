export { applyFix } from "./checking";
export { askTogether, takeTogether } from "./together";
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
