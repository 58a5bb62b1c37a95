/** The routes of administration: each thing by itself, with the ETag that a change must name. */

import type { JsonObject } from "../document/json";
import { ask, path } from "./client";

export type Kind = "contact-centers" | "addresses" | "users";

export interface Read {
  doc: JsonObject;
  etag: string;
}

export const things = {
  get: async (kind: Kind, key: string): Promise<Read> => read(await ask("GET", path(kind, key))),
  /** `etag` "" makes a new one and refuses to replace another. */
  put: async (kind: Kind, key: string, doc: JsonObject, etag: string): Promise<Read> =>
    read(await ask("PUT", path(kind, key), doc, etag ? { "If-Match": etag } : { "If-None-Match": "*" })),
  remove: (kind: Kind, key: string, etag: string) => ask("DELETE", path(kind, key), undefined, { "If-Match": etag }),
};

const read = ({ body, etag }: { body: unknown; etag: string }): Read => ({ doc: body as JsonObject, etag });
