import { afterEach, describe, expect, it } from "vitest";
import { begin } from "../../document/history";
import { docOf } from "../../document/select";
import { useSession } from "../session";
import { act, changedElsewhere, currentFlow, openFlow, pick, save, stepBack, useEditing } from "./store";

const DOC = docOf({ format: 1, title: "Line", start: "bye", nodes: { bye: { type: "end" } }, wires: {} }, null);
const ME = { tenant: "acme", user: "dora", name: "Dora", roles: { "": ["editor"] } };
const real = globalThis.fetch;
Object.assign(globalThis, { window: globalThis }); // timers of the page

function opened(): void {
  useSession.setState({ session: ME as never });
  const flow = { environment: "front", name: "main", history: begin(DOC), stored: DOC, hash: "a", liveRelease: null, prompts: {}, standing: "saved", problem: "", findings: [] };
  useEditing.setState({ open: { "front/main": flow as never }, current: "front/main" });
}

/** Answers in the order in which the test wants them: `answer("other", 404, ...)` answers the oldest question about it. */
function server() {
  const asked: { url: string; method: string; resolve: (answer: Response) => void }[] = [];
  globalThis.fetch = (url, init) => new Promise((resolve) => asked.push({ url: String(url), method: init?.method ?? "GET", resolve }));
  return async (method: string, about: string, status: number, body: object) => {
    const isIt = (one: (typeof asked)[number]) => one.method === method && one.url.includes(about);
    while (!asked.some(isIt)) await Promise.resolve();
    asked.splice(asked.findIndex(isIt), 1)[0]?.resolve(new Response(JSON.stringify(body), { status }));
  };
}

const draft = (title: string, hash: string) => ({ flow: { ...DOC.flow, title }, layout: DOC.layout, hash, live_release: null, prompts: {} });
const titled = (title: string) => act({ do: "become", flow: { ...DOC.flow, title }, layout: DOC.layout }, "Title");

afterEach(() => {
  globalThis.fetch = real;
  useSession.setState({ session: null }); // nothing is saved or checked any more
});

describe("a flow that is read while somebody goes on", () => {
  it("keeps what was picked and typed on the screen, though another wrote the draft", async () => {
    const answer = server();
    opened();
    const reading = openFlow("front", "main");
    pick({ node: "bye" });
    titled("Typed meanwhile");
    await answer("GET", "/main", 200, draft("By another", "b"));
    await reading;
    expect(currentFlow()?.history.doc.flow.title).toBe("Typed meanwhile");
    expect(useEditing.getState().pick).toEqual({ node: "bye" });
    expect(currentFlow()?.hash).toBe("a"); // saving meets the other
  });

  it("shows what another wrote where nothing was typed", async () => {
    const answer = server();
    opened();
    const reading = openFlow("front", "main");
    await answer("GET", "/main", 200, draft("By another", "b"));
    await reading;
    expect(currentFlow()?.history.doc.flow.title).toBe("By another");
  });

  it("opens the one that was asked for last, though the one before is refused late", async () => {
    const answer = server();
    opened();
    const first = openFlow("front", "other");
    const second = openFlow("front", "third");
    await answer("GET", "/other", 404, { detail: "There is no such flow." });
    await first;
    await answer("GET", "/third", 200, draft("Third", "c"));
    await second;
    expect(useEditing.getState()).toMatchObject({ current: "front/third", problem: "", failed: "" });
  });

  it("does not go back to an answer that is older than what was saved since", async () => {
    const answer = server();
    opened();
    const looking = changedElsewhere("front/main");
    titled("Saved since");
    const saving = save();
    await answer("PUT", "/main", 200, { hash: "b" });
    await saving;
    await answer("GET", "/main", 200, draft("Before", "a0"));
    await looking;
    expect(currentFlow()).toMatchObject({ hash: "b", standing: "saved" });
    expect(currentFlow()?.history.doc.flow.title).toBe("Saved since");
  });
});

describe("a flow that is changed while it is saved", () => {
  it("is not said to be saved when an undo brings back what was saved before", async () => {
    const sent: string[] = [];
    const answers: (() => void)[] = [];
    globalThis.fetch = (_url, init) =>
      new Promise((resolve) => {
        sent.push(String(init?.body));
        answers.push(() => resolve(new Response(JSON.stringify({ hash: `h${sent.length}` }))));
      });
    opened();
    act({ do: "become", flow: { ...DOC.flow, title: "Night" }, layout: DOC.layout }, "Title");
    const first = save();
    stepBack();
    expect(currentFlow()?.history.doc).toBe(DOC);
    expect(currentFlow()?.standing).toBe("dirty");
    const second = save();
    answers[0]?.();
    await first;
    while (answers.length < 2) await Promise.resolve();
    answers[1]?.();
    await second;
    expect(currentFlow()?.standing).toBe("saved");
    expect(sent.map((body) => body.includes("Night"))).toEqual([true, false]);
  });
});
