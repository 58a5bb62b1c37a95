/** One way to ask the server; every refusal becomes an ApiError that carries a sentence for people. */

import { parseJson, writeJson, type Json } from "../document/json";
import { findingSaid, problemSaid, unreachableSaid } from "./said";
import type { Finding } from "./types";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly findings: Finding[] = [],
    /** When the server says that it may be asked again; 0 if it says nothing. */
    readonly retryAfterMs = 0,
    /** As the server said it, for who looks in it for a place. */
    readonly english = message,
  ) {
    super(message);
  }
}

const LONGEST_WAIT_MS = 5000;

/** Whether asking again soon may help: nobody answered, or whoever did was too busy or handing over. */
export const isAway = (fault: unknown): fault is ApiError => fault instanceof ApiError && [0, 429, 502, 503].includes(fault.status);

/** How long to wait before asking again: what the server said, within reason, else `otherwise`. */
export const waitOf = (fault: ApiError, otherwise: number): number => Math.min(fault.retryAfterMs || otherwise, LONGEST_WAIT_MS);

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  hint?: string;
  findings?: Finding[];
  args?: string[];
}

export interface Answer {
  body: Json;
  etag: string;
}

export async function ask(method: string, path: string, body?: Json, headers: Record<string, string> = {}): Promise<Answer> {
  const request: RequestInit = { method, headers, credentials: "same-origin" };
  if (body !== undefined) {
    request.body = writeJson(body);
    request.headers = { ...headers, "Content-Type": "application/json" };
  } else if (method !== "GET") {
    request.body = "{}";
    request.headers = { ...headers, "Content-Type": "application/json" };
  }
  return method === "GET" ? lookTwice(path, request) : exchange(path, request);
}

/** Looking changes nothing, so when the server says when to come back, this does, once. */
async function lookTwice(path: string, request: RequestInit): Promise<Answer> {
  try {
    return await exchange(path, request);
  } catch (fault) {
    if (!isAway(fault) || fault.retryAfterMs === 0) throw fault;
    await pause(waitOf(fault, 0));
    return exchange(path, request);
  }
}

/** Send a file as it is; the server judges it by its content. */
export async function send(method: string, path: string, file: Blob, headers: Record<string, string>): Promise<Answer> {
  return exchange(path, { method, headers, body: file, credentials: "same-origin" });
}

/** What is answered with a file. */
export async function fetchFile(method: string, path: string, body: Json): Promise<Blob> {
  const headers = { "Content-Type": "application/json" };
  const response = await reach(path, { method, headers, body: writeJson(body), credentials: "same-origin" });
  if (!response.ok) throw problemOf(response, await response.text());
  return response.blob();
}

async function reach(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(`/api${path}`, request);
  } catch {
    throw new ApiError(0, "unreachable", unreachableSaid("The server does not answer. It may be restarting; this page tries again."));
  }
}

async function exchange(path: string, request: RequestInit): Promise<Answer> {
  const response = await reach(path, request);
  const text = await response.text();
  const etag = response.headers.get("ETag") ?? "";
  if (!response.ok) throw problemOf(response, text);
  return { body: text ? parseJson(text) : null, etag };
}

/** Ask and take the answer for a T: the server's own schema tests hold the shape. */
export async function call<T>(method: string, path: string, body?: Json, headers?: Record<string, string>): Promise<T> {
  return (await ask(method, path, body, headers)).body as T;
}

/** The same thing with the same id until a server answers that can: it applies an id once. */
export async function repeat<T>(attempt: () => Promise<T>, tries = 12): Promise<T> {
  for (let n = 1; ; n += 1) {
    try {
      return await attempt();
    } catch (fault) {
      if (!isAway(fault) || n >= tries) throw fault;
      await pause(waitOf(fault, Math.min(250 * n, 1500)));
    }
  }
}

/** What somebody does once, under a key of its own: it is sent again while the server is away, and counts once. */
export function act<T>(method: string, path: string, body?: Json): Promise<T> {
  const headers = { "Idempotency-Key": crypto.randomUUID() };
  return repeat(() => call<T>(method, path, body, headers));
}

function problemOf({ status, headers }: Response, text: string): ApiError {
  let problem: Problem = {};
  try {
    problem = JSON.parse(text) as Problem;
  } catch {
    problem = {};
  }
  const { code = "", args = [], hint: way = "" } = problem;
  const { message, hint } = problemSaid({ code, message: problem.detail ?? problem.title ?? "", hint: way, args });
  const said = [message, hint].filter(Boolean).join(" ");
  const sentence =
    said || (status >= 500 ? "The server could not do this. Nothing was changed." : `The server refused this (${status}).`);
  const seconds = Number(headers.get("Retry-After") ?? 0);
  const retryAfterMs = seconds > 0 ? seconds * 1000 : 0;
  return new ApiError(status, problem.code ?? String(status), sentence, (problem.findings ?? []).map(findingSaid), retryAfterMs, [problem.detail, way].filter(Boolean).join(" "));
}

export function sentence(fault: unknown): string {
  if (fault instanceof ApiError) return fault.message;
  return fault instanceof Error ? fault.message : String(fault);
}

export const path = (...parts: string[]): string => `/${parts.map(encodeURIComponent).join("/")}`;
