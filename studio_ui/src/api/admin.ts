/** The routes of administration: each thing by itself, with the ETag that a change must name. */

import type { JsonObject } from "../document/json";
import { ask, call, path } from "./client";

export type Kind = "contact-centers" | "addresses" | "users" | "tenant";

export interface Read {
  doc: JsonObject;
  etag: string;
}

/** Of one CTI platform: the seats that were bought, how many are free, and who holds the others. */
export interface Seats {
  platform: string;
  seats: number;
  free: number;
  users: string[];
}

/** There is one tenant: its settings have no key in their address. */
const at = (kind: Kind, key: string): string => (kind === "tenant" ? path(kind) : path(kind, key));

export const licences = () => call<Seats[]>("GET", "/licences");

export const things = {
  get: async (kind: Kind, key: string): Promise<Read> => read(await ask("GET", at(kind, key))),
  /** `etag` "" makes a new one and refuses to replace another. */
  put: async (kind: Kind, key: string, doc: JsonObject, etag: string): Promise<Read> =>
    read(await ask("PUT", at(kind, key), doc, etag ? { "If-Match": etag } : { "If-None-Match": "*" })),
  remove: (kind: Kind, key: string, etag: string) => ask("DELETE", at(kind, key), undefined, { "If-Match": etag }),
};

const read = ({ body, etag }: { body: unknown; etag: string }): Read => ({ doc: body as JsonObject, etag });
