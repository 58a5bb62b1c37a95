import { later } from "../../ui";

export { ViewChoice } from "./view_choice";
export const ScriptView = later<object>(() => import("./script_view").then((room) => ({ default: room.ScriptView })));
export const PrintView = later<object>(() => import("./print_view").then((room) => ({ default: room.PrintView })));
