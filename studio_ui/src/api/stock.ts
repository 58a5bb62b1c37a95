/** The routes of what an environment shares with its flows: prompts with sounds, schedules, tables. */

import type { Json, JsonObject } from "../document/json";
import { ask, call, path, send } from "./client";
import { findingSaid } from "./said";
import type { Finding } from "./types";

/** `entry` has the first flow by channel, `bindings` values by name. */
export type Kind = "prompts" | "schedules" | "tables" | "bindings" | "entry";

export interface Part {
  value: Json;
  hash: string;
  used: number;
  rows: number;
  findings: Finding[];
}

export interface Parts {
  parts: Record<string, Part>;
  languages: string[];
  time_zone: string;
}

/** What became, or would become, of one row or file that is brought in. */
export interface RowResult {
  line: number;
  key: string;
  outcome: "added" | "changed" | "removed" | "unchanged" | "refused";
  column: string;
  text: string;
  hint: string;
}

export interface Rows {
  rows: RowResult[];
  applied: boolean;
}

export interface UsedBy {
  in: string;
  environment: string;
  flow: string;
  node: string;
  path: string;
}

export interface Day {
  day: string;
  why: "exception" | "holiday" | "weekly";
  ranges: string[];
  name: string;
}

export interface Outlook {
  now: string;
  time_zone: string;
  draft: string;
  live: string;
  next_change: string;
  days: Day[];
  problem: string;
}

export interface Exceptions {
  days: Record<string, string[]>;
  reason: string;
  owner: string;
}

const one = (environment: string, kind: Kind, name: string) => path("environments", environment, "parts", kind, name);
const match = (hash: string): Record<string, string> => (hash === "" ? { "If-None-Match": "*" } : { "If-Match": `"${hash}"` });

const told = (part: Part): Part => ({ ...part, findings: part.findings.map(findingSaid) });

export const stock = {
  all: async (environment: string, kind: Kind): Promise<Parts> => {
    const found = await call<Parts>("GET", path("environments", environment, "parts", kind));
    return { ...found, parts: Object.fromEntries(Object.entries(found.parts).map(([name, part]) => [name, told(part)])) };
  },
  get: (environment: string, kind: Kind, name: string) => call<Part>("GET", one(environment, kind, name)).then(told),
  put: (environment: string, kind: Kind, name: string, value: Json, hash: string) =>
    call<Part>("PUT", one(environment, kind, name), { value }, match(hash)).then(told),
  remove: (environment: string, kind: Kind, name: string, hash: string) =>
    ask("DELETE", one(environment, kind, name), undefined, match(hash)),
  usedBy: (environment: string, kind: string, name: string) =>
    call<UsedBy[]>("GET", path("environments", environment, "used-by", kind, name)),
};

const sheet = (environment: string, table: string) =>
  table === "" ? path("environments", environment, "csv", "texts") : path("environments", environment, "csv", "tables", table);

export const sheets = {
  /** Where the CSV is: of all words, or of one table. */
  href: (environment: string, table = "") => `/api${sheet(environment, table)}`,
  take: (environment: string, table: string, csv: string, dryRun: boolean) =>
    call<Rows>("PUT", `${sheet(environment, table)}?dry_run=${dryRun}`, { csv }),
};

const sound = (environment: string, name: string, language: string) =>
  `${one(environment, "prompts", name)}/sounds/${encodeURIComponent(language)}`;
const zip = (environment: string) => path("environments", environment, "zip", "sounds");

export const sounds = {
  href: (environment: string, file: string) => `/api${path("environments", environment, "sounds", file)}`,
  zip: (environment: string) => `/api${zip(environment)}`,
  put: async (environment: string, name: string, language: string, wav: Blob, hash: string): Promise<Part> => {
    const headers = { ...match(hash), "Content-Type": "audio/wav" };
    return (await send("PUT", sound(environment, name, language), wav, headers)).body as unknown as Part;
  },
  remove: (environment: string, name: string, language: string, hash: string) =>
    call<Part>("DELETE", sound(environment, name, language), undefined, match(hash)),
  take: async (environment: string, file: Blob, dryRun: boolean): Promise<Rows> => {
    const answer = await send("PUT", `${zip(environment)}?dry_run=${dryRun}`, file, { "Content-Type": "application/zip" });
    return answer.body as unknown as Rows;
  },
};

const schedule = (environment: string, name: string) => path("environments", environment, "schedules", name);

export const schedules = {
  outlook: (environment: string, name: string, month: string) =>
    call<Outlook>("GET", `${schedule(environment, name)}/outlook?month=${encodeURIComponent(month)}`),
  exceptions: (environment: string, name: string) => call<Exceptions>("GET", `${schedule(environment, name)}/exceptions`),
  except: (environment: string, name: string, days: Record<string, string[]>, reason: string) =>
    call<JsonObject>("PUT", `${schedule(environment, name)}/exceptions`, { days, reason }),
};
