import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { act, ApiError, ask, isAway, waitOf } from "./client";

/** A server that answers each request with the next of its answers, and counts. */
let answers: { status: number; headers?: Record<string, string>; body?: unknown }[] = [];
let asked = 0;
let keys: (string | null)[] = [];

beforeEach(() => {
  asked = 0;
  keys = [];
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (_: string, request: RequestInit) => {
    asked += 1;
    keys.push(new Headers(request.headers).get("Idempotency-Key"));
    const { status, headers, body } = answers.shift() ?? { status: 200 };
    return new Response(JSON.stringify(body ?? {}), { status, headers });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const moved = { status: 503, headers: { "Retry-After": "1" }, body: { code: "not_here", detail: "Being taken over." } };

test("what is only looked at is asked for once more when the server says when", async () => {
  answers = [moved, { status: 200, body: { a: 1 } }];
  const looking = ask("GET", "/floor");
  await vi.advanceTimersByTimeAsync(999);
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect((await looking).body).toEqual({ a: 1 });
});

test("a second refusal is told, and a change is never sent again by itself", async () => {
  answers = [moved, moved, moved];
  const looking = ask("GET", "/floor").catch((fault: unknown) => fault);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await looking).toMatchObject({ status: 503, code: "not_here", message: "Being taken over.", retryAfterMs: 1000 });
  await expect(ask("POST", "/reservations/r/accept")).rejects.toThrow("Being taken over.");
  expect(asked).toBe(3);
});

test("what somebody does is sent again under its key, and a refusal ends it", async () => {
  const unknown = { status: 503, body: { code: "not_known" } };
  answers = [moved, unknown, { status: 429, headers: { "Retry-After": "3" } }, { status: 200, body: { state: "accepted" } }];
  const acting = act("POST", "/reservations/r/accept");
  await vi.advanceTimersByTimeAsync(1000 + 500 + 2999);
  expect(asked).toBe(3);
  await vi.advanceTimersByTimeAsync(1);
  expect(await acting).toEqual({ state: "accepted" });
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[A-Za-z0-9-]{36}$/);
  answers = [{ status: 409, body: { detail: "The offer is over." } }];
  await expect(act("POST", "/reservations/r/accept")).rejects.toThrow("The offer is over.");
});

test("without a time nothing is asked again", async () => {
  answers = [{ status: 503, body: { code: "not_known" } }];
  await expect(ask("GET", "/floor")).rejects.toThrow();
  expect(asked).toBe(1);
});

test("who is away, and for how long", () => {
  const away = (status: number) => isAway(new ApiError(status, "", ""));
  expect([0, 429, 502, 503].every(away)).toBe(true);
  expect([400, 401, 404, 409, 412, 500].some(away)).toBe(false);
  expect(waitOf(new ApiError(429, "", "", [], 2000), 250)).toBe(2000);
  expect(waitOf(new ApiError(429, "", "", [], 900_000), 250)).toBe(5000);
  expect(waitOf(new ApiError(0, "", ""), 250)).toBe(250);
});
