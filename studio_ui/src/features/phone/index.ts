export { Phone } from "./phone";
