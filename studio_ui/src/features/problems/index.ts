export { Problems } from "./problems";
