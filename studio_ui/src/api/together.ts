/** The route that brings two people's changes of a draft together. */

import type { Json, JsonObject } from "../document/json";
import { call, path } from "./client";

export type Whose = "mine" | "theirs";

export interface Row {
  by: Whose | "both";
  path: string;
  sentence: string;
  base: Json;
  mine: Json;
  theirs: Json;
}

export interface Together {
  /** Of the stored draft: what the answer is to be saved against. */
  hash: string;
  theirs: { flow: JsonObject; layout: JsonObject | null };
  flow: JsonObject;
  layout: JsonObject;
  rows: Row[];
  /** The paths where somebody still has to choose. */
  open: string[];
}

export const bringTogether = (environment: string, flow: string, sides: JsonObject) =>
  call<Together>("POST", path("environments", environment, "flows", flow, "together"), sides);
