export { ReplaysRoom } from "./page";
