import { later } from "../../ui";

/** Comes when somebody else has saved first. */
export const ThreeWay = later<{ flow: string; close: () => void }>(() =>
  import("./three_way").then((room) => ({ default: room.ThreeWay })),
);
