import { behind, later } from "../../ui";

export { follow, hush, listen, onDeskCommand, setFollow, shownOf, stopListening, useLive } from "./store";
export { drawable, showFlow, useFlowKey } from "./places";
export { learnTitles, stepTitle, useKnownTitles } from "./titles";
export { useHere } from "./here";
export { fromOf, wantAt, type Since } from "./past";
export { partsOf, type Hop, type LiveDialogue } from "./reduce";
export const TraceList = later<{ keep: (dialogue: string) => void }>(() =>
  import("./trace_list").then((room) => ({ default: room.TraceList })),
);
export const WhyPanel = later<object>(
  behind(() => import("./why_panel").then((room) => ({ default: room.WhyPanel }))),
);
