/** The routes of a flow's tests. */

import { isObject, type JsonObject } from "../document/json";
import { ask, call, path } from "./client";
import type { CaseRun } from "./types";

const base = (environment: string, flow: string) => path("environments", environment, "flows", flow, "cases");
const fileOf = (environment: string, flow: string, file: string) => `${base(environment, flow)}/${encodeURIComponent(file)}`;

export interface CaseFile {
  document: JsonObject;
  hash: string;
}

/** How often each way out of a flow's steps was taken; outcome "" is a step that is left by none, and was reached. */
export interface Coverage {
  ways: [node: string, outcome: string, times: number][];
}

export interface TriedRun extends CaseRun {
  coverage: Coverage | null;
}

export const caseFiles = {
  all: (environment: string, flow: string) => call<Record<string, JsonObject>>("GET", base(environment, flow)),
  get: async (environment: string, flow: string, file: string): Promise<CaseFile> => {
    const { body } = await ask("GET", fileOf(environment, flow, file));
    return isObject(body) ? (body as unknown as CaseFile) : { document: {}, hash: "" };
  },
  /** `hash`: of what was read; "" for a new file, `*` for whatever is there. */
  put: (environment: string, flow: string, file: string, document: JsonObject, hash: string) =>
    call<{ hash: string }>("PUT", fileOf(environment, flow, file), document, { "If-Match": ifMatch(hash) }),
  remove: (environment: string, flow: string, file: string, hash: string) =>
    call<null>("DELETE", fileOf(environment, flow, file), undefined, { "If-Match": ifMatch(hash) }),
  /** What the saved tests say of the saved draft; looking runs nothing that has run already. */
  results: (environment: string, flow: string) => call<TriedRun>("GET", `${base(environment, flow)}/results`),
  /** Tries a draft, with files of cases that are not saved. */
  run: (environment: string, flow: string, draft: JsonObject, edited: Record<string, JsonObject>) =>
    call<TriedRun>("POST", `${base(environment, flow)}/run`, { flow: draft, cases: edited }),
};

const ifMatch = (hash: string): string => (hash === "*" ? "*" : `"${hash}"`);
