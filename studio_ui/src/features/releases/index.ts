export { Publish } from "./publish";
export { Releases } from "./releases";
