export { PersonalData } from "./personal_data";
