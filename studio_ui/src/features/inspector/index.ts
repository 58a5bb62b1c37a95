import { later } from "../../ui";

/** The form comes when a step is picked: the first page does without it. */
export const Inspector = later<object>(() => import("./inspector").then((room) => ({ default: room.Inspector })));
