import { later } from "../../ui";

export { TrafficChoice } from "./choice";
export { stepOf, useTraffic } from "./store";
export const TrafficList = later<object>(() => import("./traffic_list").then((room) => ({ default: room.TrafficList })));
