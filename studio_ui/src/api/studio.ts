/** The routes of the Studio, desk and demo. */

import { isObject, type Json, type JsonObject } from "../document/json";
import type { NodeType } from "../document/flow";
import { ask, call, path } from "./client";
import { findingSaid } from "./said";
import type {
  Address,
  CaseRun,
  ContactCenter,
  DemoUser,
  Environment,
  Finding,
  FlowDraft,
  Session,
  TraceRow,
  User,
} from "./types";
import type { Why } from "./floor_types";

export const session = {
  get: () => call<Session>("GET", "/session"),
  open: (tenant: string, user: string) => call<Session>("POST", "/session", { tenant, user }),
  close: () => call<null>("DELETE", "/session"),
  users: () => call<DemoUser[]>("GET", "/demo/users"),
  ticket: () => call<{ ticket: string }>("POST", "/ticket"),
};

/** A type's own meaning of a name comes before the shared one. */
function whole(schema: JsonObject, definitions: JsonObject): JsonObject {
  const own = schema["$defs"];
  return { ...schema, $defs: isObject(own) ? { ...definitions, ...own } : definitions };
}

export const catalogue = {
  /** Each type with the definitions that its schema refers to; they come once and are shared. */
  nodeTypes: (language: string) =>
    call<{ types: NodeType[]; definitions: JsonObject }>("GET", `/palette?language=${encodeURIComponent(language)}`).then(({ types, definitions }) =>
      types.map((type) => ({ ...type, schema: whole(type.schema, definitions) })),
    ),
  flowSchema: () => call<JsonObject>("GET", "/schemas/flow.json"),
  environments: () => call<Environment[]>("GET", "/environments"),
  contactCenters: () => call<ContactCenter[]>("GET", "/contact-centers"),
  addresses: () => call<Address[]>("GET", "/addresses"),
  users: () => call<User[]>("GET", "/users"),
};

const flowPath = (environment: string, flow: string) => path("environments", environment, "flows", flow);

export const flows = {
  get: async (environment: string, flow: string): Promise<FlowDraft> => {
    const { body, etag } = await ask("GET", flowPath(environment, flow));
    const draft = body as unknown as FlowDraft;
    return { ...draft, hash: draft.hash || etag.replaceAll('"', "") };
  },
  put: (environment: string, flow: string, body: JsonObject, hash: string) =>
    call<{ hash: string }>("PUT", flowPath(environment, flow), body, { "If-Match": `"${hash}"` }),
  create: (environment: string, name: string, flow: JsonObject) =>
    call<{ hash: string }>("POST", path("environments", environment, "flows"), { name, flow }),
  check: (environment: string, name: string, flow: JsonObject) =>
    call<{ findings: Finding[] }>("POST", "/check", { environment, name, flow }).then(({ findings }) => ({ findings: findings.map(findingSaid) })),
};

export const cases = {
  all: (environment: string, flow: string) => call<JsonObject>("GET", `${flowPath(environment, flow)}/cases`),
  put: (environment: string, flow: string, file: string, document: Json) =>
    call<Json>("PUT", `${flowPath(environment, flow)}/cases/${encodeURIComponent(file)}`, document),
  run: (environment: string, flow: string, draft: JsonObject) =>
    call<CaseRun>("POST", `${flowPath(environment, flow)}/cases/run`, { flow: draft }),
};

export const dialogues = {
  live: () => call<JsonObject[]>("GET", "/dialogues?state=live"),
  trace: (id: string) => call<TraceRow[]>("GET", `${path("dialogues", id)}/trace`),
  why: (id: string) => call<Why>("GET", `${path("dialogues", id)}/why`),
  toCase: (id: string) => call<JsonObject>("POST", `${path("dialogues", id)}/case`),
};

export const demo = {
  takeOver: (agent: string) => call<Json>("POST", "/demo/take-over", { agent }),
  reset: () => call<Json>("POST", "/demo/reset"),
  pullThePlug: () => call<Json>("POST", "/demo/pull-the-plug"),
};
