export { SchedulesView } from "./schedules_view";
