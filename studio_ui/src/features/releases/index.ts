import { later } from "../../ui";

export { askToPublish, stopPublishing, usePublishing } from "./publishing";

/** All come when they are asked for: the first page does without them. */
export const Publish = later<{ close: () => void; environment?: string }>(() =>
  import("./publish").then((room) => ({ default: room.Publish })),
);
export const Looking = later<object>(() => import("./looking").then((room) => ({ default: room.Looking })));
export const Releases = later<object>(() => import("./releases").then((room) => ({ default: room.Releases })));
