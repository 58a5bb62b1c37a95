export { drawable, follow, listen, onDeskCommand, setFollow, useLive } from "./store";
export { partsOf, type Hop, type LiveDialogue } from "./reduce";
export { TraceList } from "./trace_list";
export { WhyPanel } from "./why_panel";
