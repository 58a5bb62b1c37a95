import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useSession } from "../session";
import { changeBy, edit, refresh, save, useStock } from "./store";

const ME = { tenant: "acme", user: "dora", name: "Dora", roles: { "": ["editor"] } };
const real = globalThis.fetch;
Object.assign(globalThis, { window: globalThis }); // timers of the page

const part = (value: string, hash: string) => ({ value, hash, used: 0, rows: 0, findings: [] });
const valueOf = (name: string) => useStock.getState().parts[name]?.value;

/** Answers in the order in which the test wants them. */
function server() {
  const asked: { method: string; body: string; resolve: (answer: Response) => void }[] = [];
  globalThis.fetch = (_url, init) => new Promise((resolve) => asked.push({ method: init?.method ?? "GET", body: String(init?.body ?? ""), resolve }));
  return async (method: string, body: object, etag = ""): Promise<string> => {
    while (!asked.some((one) => one.method === method)) await new Promise((turn) => setTimeout(turn));
    const [one] = asked.splice(asked.findIndex((each) => each.method === method), 1);
    one?.resolve(new Response(JSON.stringify(body), { headers: { ETag: etag } }));
    return one?.body ?? "";
  };
}

beforeEach(() => {
  useSession.setState({ session: ME as never });
  const stored = { ...part("Hello.", "a"), stored: "Hello.", standing: "saved", problem: "", whole: true };
  useStock.setState({ environment: "front", kind: "prompts", standing: "there", parts: { hello: stored as never }, past: [], future: [] });
});

afterEach(() => {
  globalThis.fetch = real;
  useSession.setState({ session: null });
});

describe("a part that is typed on", () => {
  it("keeps what is typed while its sound is on the way, with the sound", async () => {
    const answer = server();
    const changing = changeBy("hello", async (hash) => {
      expect(hash).toBe("a");
      edit("hello", "Hello there.", "Words");
      return part("Hello. [sound]", "b");
    }, (mine) => `${String(mine)} [sound]`);
    await changing;
    expect(useStock.getState().parts["hello"]).toMatchObject({ value: "Hello there. [sound]", hash: "b", standing: "dirty" });
    const saving = save("hello");
    expect(await answer("PUT", part("Hello there. [sound]", "c"))).toContain("Hello there. [sound]");
    await saving;
    expect(useStock.getState().parts["hello"]).toMatchObject({ standing: "saved" });
  });

  it("saves what was typed before its sound is taken away", async () => {
    const answer = server();
    edit("hello", "Typed.", "Words");
    const order: string[] = [];
    const changing = changeBy("hello", (hash) => (order.push(hash), Promise.resolve(part("Typed.", "c"))), (mine) => mine);
    expect(await answer("PUT", part("Typed.", "b"))).toContain("Typed.");
    await changing;
    expect([order.length, valueOf("hello")]).toEqual([1, "Typed."]);
  });

  it("is not put back by a list that was asked for before it was saved", async () => {
    const answer = server();
    const looking = refresh();
    edit("hello", "Typed since.", "Words");
    edit("fresh", "New since.", "Words");
    const saving = Promise.all([save("hello"), save("fresh")]);
    await answer("PUT", part("Typed since.", "b"));
    await answer("PUT", part("New since.", "c"));
    await saving;
    await answer("GET", { parts: { hello: part("Hello.", "a") }, languages: ["en"], time_zone: "" });
    await looking;
    expect([valueOf("hello"), valueOf("fresh")]).toEqual(["Typed since.", "New since."]);
  });
});
