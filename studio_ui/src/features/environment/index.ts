export { BindingsView } from "./bindings_view";
export { EntryView } from "./entry_view";
