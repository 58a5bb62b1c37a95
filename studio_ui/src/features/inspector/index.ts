import { lazy } from "react";

/** The form comes when a step is picked: the first page does without it. */
export const Inspector = lazy(() => import("./inspector").then((room) => ({ default: room.Inspector })));
