import { later } from "../../ui";

/** Both come when they are asked for: the first page does without them. */
export const Publish = later<{ close: () => void }>(() => import("./publish").then((room) => ({ default: room.Publish })));
export const Releases = later<object>(() => import("./releases").then((room) => ({ default: room.Releases })));
