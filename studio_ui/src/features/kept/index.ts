export { keep } from "./keeping";
export { KeptOffer } from "./offer";
