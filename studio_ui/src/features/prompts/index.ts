export { PromptsView } from "./prompts_view";
