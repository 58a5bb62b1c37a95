import { later } from "../../ui";

export { onPress } from "./press";
export { offer, offerMany, useOffer, type Command } from "./registry";
export { showBox, shutBox, useBox } from "./store";
export { Keys } from "./key_caps";

/** They come when somebody asks for them. */
export const CommandPalette = later<object>(() => import("./palette").then((room) => ({ default: room.CommandPalette })));
export const KeySheet = later<object>(() => import("./sheet").then((room) => ({ default: room.KeySheet })));
