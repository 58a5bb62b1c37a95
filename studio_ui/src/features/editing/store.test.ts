import { afterEach, describe, expect, it } from "vitest";
import { begin } from "../../document/history";
import { docOf } from "../../document/select";
import { useSession } from "../session";
import { act, currentFlow, save, stepBack, useEditing } from "./store";

const DOC = docOf({ format: 1, title: "Line", start: "bye", nodes: { bye: { type: "end" } }, wires: {} }, null);
const ME = { tenant: "acme", user: "dora", name: "Dora", roles: { "": ["editor"] } };
const real = globalThis.fetch;
Object.assign(globalThis, { window: globalThis }); // timers of the page

function opened(): void {
  useSession.setState({ session: ME as never });
  const flow = { environment: "front", name: "main", history: begin(DOC), stored: DOC, hash: "a", liveRelease: null, prompts: {}, standing: "saved", problem: "", findings: [] };
  useEditing.setState({ open: { "front/main": flow as never }, current: "front/main" });
}

describe("a flow that is changed while it is saved", () => {
  afterEach(() => {
    globalThis.fetch = real;
    useSession.setState({ session: null }); // nothing is saved or checked any more
  });

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
