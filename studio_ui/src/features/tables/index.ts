export { TablesView } from "./tables_view";
