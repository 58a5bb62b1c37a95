export { Canvas } from "./canvas";
