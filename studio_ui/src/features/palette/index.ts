import type { Place } from "../../document/flow";
import { later } from "../../ui";

export const NewStepList = later<{ middle: () => Place }>(() => import("./list").then((room) => ({ default: room.NewStepList })));
export { addStep, useNewStep } from "./store";
