/** One way to ask the server; every refusal becomes an ApiError that carries a sentence for people. */

import { parseJson, writeJson, type Json } from "../document/json";
import type { Finding } from "./types";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly findings: Finding[] = [],
  ) {
    super(message);
  }
}

interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  hint?: string;
  findings?: Finding[];
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
  return exchange(path, request);
}

/** Send a file as it is; the server judges it by its content. */
export async function send(method: string, path: string, file: Blob, headers: Record<string, string>): Promise<Answer> {
  return exchange(path, { method, headers, body: file, credentials: "same-origin" });
}

async function exchange(path: string, request: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, request);
  } catch {
    throw new ApiError(0, "unreachable", "The server does not answer. It may be restarting; this page tries again.");
  }
  const text = await response.text();
  const etag = response.headers.get("ETag") ?? "";
  if (!response.ok) throw problemOf(response.status, text);
  return { body: text ? parseJson(text) : null, etag };
}

/** Ask and take the answer for a T: the server's own schema tests hold the shape. */
export async function call<T>(method: string, path: string, body?: Json, headers?: Record<string, string>): Promise<T> {
  return (await ask(method, path, body, headers)).body as T;
}

function problemOf(status: number, text: string): ApiError {
  let problem: Problem = {};
  try {
    problem = JSON.parse(text) as Problem;
  } catch {
    problem = {};
  }
  const said = [problem.detail ?? problem.title, problem.hint].filter(Boolean).join(" ");
  const sentence =
    said || (status >= 500 ? "The server could not do this. Nothing was changed." : `The server refused this (${status}).`);
  return new ApiError(status, problem.code ?? String(status), sentence, problem.findings ?? []);
}

export function sentence(fault: unknown): string {
  if (fault instanceof ApiError) return fault.message;
  return fault instanceof Error ? fault.message : String(fault);
}

export const path = (...parts: string[]): string => `/${parts.map(encodeURIComponent).join("/")}`;
