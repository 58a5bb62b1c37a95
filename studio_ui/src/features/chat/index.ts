import { later } from "../../ui";

export const Chat = later<object>(() => import("./chat").then((room) => ({ default: room.Chat })));
