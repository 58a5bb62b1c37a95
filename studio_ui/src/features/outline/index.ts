import { later } from "../../ui";

export const Outline = later<object>(() => import("./outline").then((room) => ({ default: room.Outline })));
