import { lazy } from "react";

/** Both come when they are asked for: the first page does without them. */
export const Publish = lazy(() => import("./publish").then((room) => ({ default: room.Publish })));
export const Releases = lazy(() => import("./releases").then((room) => ({ default: room.Releases })));
