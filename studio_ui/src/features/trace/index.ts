import { later } from "../../ui";

export { drawable, follow, hush, listen, onDeskCommand, setFollow, useLive } from "./store";
export { learnTitles, stepTitle, useKnownTitles } from "./titles";
export { partsOf, type Hop, type LiveDialogue } from "./reduce";
export const TraceList = later<object>(() => import("./trace_list").then((room) => ({ default: room.TraceList })));
export const WhyPanel = later<object>(() => import("./why_panel").then((room) => ({ default: room.WhyPanel })));
