import { later } from "../../ui";

export { triedCard, triedHere, useTrying, type TriedCard } from "./trying";
export { TryButton } from "./button";
export const TryPanel = later<object>(() => import("./panel").then((room) => ({ default: room.TryPanel })));
