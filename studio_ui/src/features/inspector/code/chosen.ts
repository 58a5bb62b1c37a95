import type { CaseName } from "../../../api/language";
import { chosenTest } from "../../cases";

/** The test whose values are shown: the chosen one, else the first that comes to the step. */
export const chosenCase = (): CaseName | null => chosenTest();
