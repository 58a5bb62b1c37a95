import { caller } from "./store";

export const phone = caller("voice");
export const chat = caller("chat");
