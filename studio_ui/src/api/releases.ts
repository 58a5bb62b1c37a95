/** The routes of releases: publish, point, compare, retire. */

import type { Json, JsonObject } from "../document/json";
import { call, path } from "./client";
import { findingSaid } from "./said";
import type { Finding } from "./types";

/** One line of what happened to a release: published, canary, live, dropped, retired, unretired. */
export interface ReleaseAct {
  act: string;
  number: number;
  at_ms: number;
  author?: string;
  percent?: number;
  to?: number;
  queue?: string;
}

export interface Release {
  number: number;
  hash: string;
  at_ms: number;
  author: string;
  message: string;
  /** Why it was published although cases failed; "" if it was not. */
  forced: string;
  /** Environment to the release of it that this one uses. */
  uses: Record<string, number>;
  live: boolean;
  /** The percentage of callers that it gets beside the live one. */
  canary: number | null;
  /** How many dialogues are on it now. */
  dialogues: number;
  retired: { to: number; at_ms: number; queue?: string; author?: string } | null;
  history: ReleaseAct[];
}

export interface WholeRelease extends Release {
  content: { environment: JsonObject; flows: Record<string, JsonObject> };
}

export interface Change {
  kind: string;
  path: string;
  sentence: string;
  before: Json;
  after: Json;
}

export interface ChangedFile {
  /** environment/environment.json or environment/flow/flow.json */
  file: string;
  changes: Change[];
}

/** What became, or would become, of an environment that uses the front door. */
export interface UserMoved {
  environment: string;
  result: "moved" | "kept";
  why?: string;
  number?: number;
  findings?: Finding[];
}

export interface Preview {
  findings: (Finding & { file?: string })[];
  failing: (Finding & { file?: string })[];
  changes: ChangedFile[];
  uses: Record<string, number>;
  users: UserMoved[];
}

export interface Order {
  message: string;
  force_reason?: string;
  canary_percent?: number;
  users?: "all" | "none";
}

/** A live dialogue on a release, and where it would go if that were retired. */
export interface Standing {
  dialogue: string;
  since_ms: number;
  status: string;
  /** environment/flow/step */
  at: string;
  title: string;
  by_use: boolean;
  goes?: "moves" | "queue" | "later" | "stays";
  why?: string;
}

export interface Retired {
  to: number;
  queue: string;
  dialogues: Standing[];
}

export interface Restored {
  base: string;
  changes: ChangedFile[];
  applied: boolean;
  /** What stood in the drafts, by file, and the hash of what stands there now. */
  undo: JsonObject;
}

const at = (environment: string, ...rest: string[]) => path("environments", environment, ...rest);
const body = (order: object): JsonObject => order as JsonObject;

export const releases = {
  all: (environment: string) => call<Release[]>("GET", at(environment, "releases")),
  one: (environment: string, number: number) => call<WholeRelease>("GET", at(environment, "releases", String(number))),
  preview: (environment: string, order: Partial<Order>) =>
    call<Preview>("POST", at(environment, "releases"), body({ ...order, dry_run: true })).then((found) => ({
      ...found,
      findings: found.findings.map(findingSaid),
      failing: found.failing.map(findingSaid),
    })),
  publish: (environment: string, order: Order) =>
    call<{ number: number; users: UserMoved[] }>("POST", at(environment, "releases"), body(order)),
  point: (environment: string, live: { number: number; canary_percent?: number; unretire?: boolean }) =>
    call<Json>("PUT", at(environment, "live"), body(live)),
  diff: (environment: string, from: string, to: string) =>
    call<{ files: ChangedFile[] }>("GET", `${at(environment, "diff")}?from=${from}&to=${to}`),
  /** The drafts become what the release held; `base` is what `restorable` gave. */
  restorable: (environment: string, number: number) => call<Restored>("POST", at(environment, "releases", String(number), "restore"), { dry_run: true }),
  restore: (environment: string, number: number, base: string) =>
    call<Restored>("POST", at(environment, "releases", String(number), "restore"), { base }),
  /** All of it is put back, or nothing where something was written since. */
  undoRestore: (undo: JsonObject) => call<{ applied: boolean }>("PUT", "/tree", { files: undo }),
  couldUndo: (undo: JsonObject) => call<{ files: Record<string, { status: string }> }>("PUT", "/tree", { files: undo, dry_run: true }),
  dialogues: (environment: string, number: number) =>
    call<Standing[]>("GET", at(environment, "releases", String(number), "dialogues")),
  retire: (environment: string, number: number, how: { to?: number; queue?: string; dry_run?: boolean }) =>
    call<Retired>("POST", at(environment, "releases", String(number), "retire"), body(how)),
};
