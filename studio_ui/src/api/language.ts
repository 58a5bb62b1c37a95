/** What may be written into a flow, and what it gives with a test. */

import type { Json, JsonObject } from "../document/json";
import { call, path } from "./client";

export interface Offered {
  words: string[];
  /** Dotted names that have a value; the flow's variables are not among them. */
  names: { name: string; type: string }[];
  functions: Usable[];
  filters: Usable[];
  tests: string[];
  flows: { name: string; kind: string; here: boolean; inputs: string[]; outputs: string[]; exits: string[] }[];
  contact_centers: Record<string, string[]>;
  schedules: string[];
  prompts: string[];
  /** Table to the columns of its rows. */
  tables: Record<string, string[]>;
  languages: string[];
}

export interface Usable {
  name: string;
  usage: string;
  returns: string;
  doc: string;
  example: string;
}

export interface CaseName {
  file: string;
  case: string;
  example?: string;
}

/** What came out each time the test came to the step; without `case`, none came there. */
export interface Previewed {
  file?: string;
  case?: string;
  example?: string;
  values?: { value?: Json; problem?: string }[];
  of?: number;
  /** The source cannot be read. */
  invalid?: string;
  hint?: string;
  position?: number;
  /** The flow cannot be run as it is. */
  unready?: string;
}

export interface Tried {
  node: string;
  kind: "expression" | "template";
  source: string;
}

export const language = {
  names: (environment: string) => call<Offered>("GET", path("environments", environment, "names")),
  value: (environment: string, flow: string, draft: JsonObject, tried: Tried, chosen: CaseName | null) =>
    call<Previewed>("POST", `${path("environments", environment, "flows", flow)}/value`, {
      flow: draft,
      ...tried,
      ...(chosen ? { file: chosen.file, case: chosen.case, example: chosen.example ?? "" } : {}),
    }),
};
