import { behind, later } from "../../ui";

/** The form comes behind the drawing, or when a step is picked on the first page. */
export const Inspector = later<object>(
  behind(() => import("./inspector").then((room) => ({ default: room.Inspector }))),
);
