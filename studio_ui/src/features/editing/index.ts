export {
  act, change, currentFlow, keepMineAsCopy, keyOf, openFlow, pick, save, stepBack, stepForward, takeTheirs, unsaved, useDoc,
  useEditing, useOpen, type OpenFlow, type Pick, type SaveStanding,
} from "./store";
