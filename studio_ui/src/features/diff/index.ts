export { ChangedFiles } from "./changed_files";
export { Comparison, From, usualFrom } from "./comparison";
