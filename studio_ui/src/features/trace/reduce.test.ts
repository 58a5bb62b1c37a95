import { describe, expect, it } from "vitest";
import type { Fact } from "../../api/types";
import { fresh, partsOf, withoutOld, withRow, withRowOfMany } from "./reduce";

const after = (...facts: Fact[]) =>
  facts.reduce((dialogue, fact, at) => withRow(dialogue, { at_ms: at, facts: [fact] }), fresh("d1"));
const CALL: Fact[] = [
  ["arrived", "voice", "+442079460100", 1],
  ["entered", "front_door", 3, "main"],
  ["went", "front_door/main/hours", "open"],
  ["waits", "front_door/main/menu", 1],
];

describe("a dialogue from its trace", () => {
  it("knows where it is and which way it came", () => {
    const dialogue = after(...CALL);
    expect(dialogue.at).toBe("front_door/main/menu");
    expect(dialogue.hops).toEqual([{ node: "front_door/main/hours", outcome: "open" }]);
    expect(dialogue.releases).toEqual({ front_door: 3 });
  });

  it("follows it through queue, offer, conversation and end", () => {
    const queue: Fact[] = [...CALL, ["queued", "appointments", {}, 5], ["offered", "r1", "anna"]];
    expect(after(...queue).state).toBe("offered");
    expect(after(...queue, ["requeued", "declined"]).state).toBe("queued");
    expect(after(...queue, ["connected", "r1", "anna"]).agent).toBe("anna");
    const held: Fact[] = [...queue, ["waits", "appointments/hold/music", 4], ["connected", "r1", "anna"]];
    expect(after(...held).at).toBe("front_door/main/menu");
    expect(after(...queue, ["connected", "r1", "anna"], ["ended", "completed", "connected", "caller"]).state).toBe("ended");
    const handed = after(...queue, ["connected", "r1", "anna"], ["transferred", "r1", "anna", "contact_center", "billing"]);
    expect([handed.state, handed.agent]).toEqual(["in_flow", ""]);
    expect(after(...queue, ["left_queue", "appointments", "timed_out"]).state).toBe("in_flow");
  });

  it("hears no echo of what is over, but does hear all else that came too late", () => {
    const ended: Fact[] = [...CALL, ["ended", "completed", "in_flow", "flow"]];
    expect(after(...ended, ["stale", "PlaybackFinished"], ["stale", "CallerCameBack"]).rows).toHaveLength(ended.length);
    expect(after(...ended, ["stale", "KeyPressed"]).rows).toHaveLength(ended.length + 1);
    expect(after(...CALL, ["stale", "PlaybackFinished"]).rows).toHaveLength(CALL.length + 1);
  });

  it("takes a fact that it does not know for news only", () => {
    expect(after(...CALL, ["something_new", 1]).at).toBe("front_door/main/menu");
  });

  it("splits a node key", () => {
    expect(partsOf("front_door/main/menu")).toEqual({ environment: "front_door", flow: "main", node: "menu" });
  });

  it("keeps so many rows and says how many it does not", () => {
    const many = Array.from({ length: 1100 }, (_, at) => ({ at_ms: at, facts: [["said", at]] as Fact[] }));
    const whole = many.reduce(withRow, fresh("d1"));
    expect([whole.rows.length, whole.leftOut, whole.rows.at(-1)?.at_ms]).toEqual([1000, 100, 1099]);
    expect(many.reduce(withRowOfMany, fresh("d1")).rows).toHaveLength(40);
  });

  it("forgets the oldest of those that are over, never one that is on or followed", () => {
    const over = Array.from({ length: 205 }, (_, at) => [`e${1000 + at}`, { ...fresh(`e${1000 + at}`), state: "ended" }] as const);
    const all = Object.fromEntries([["a-live", fresh("a-live")] as const, ...over]);
    const kept = withoutOld(all, "e1000");
    expect(Object.keys(kept)).toHaveLength(202);
    expect(["a-live" in kept, "e1000" in kept, "e1001" in kept, "e1204" in kept]).toEqual([true, true, false, true]);
    expect(withoutOld({ a: fresh("a") }, "")).toEqual({ a: fresh("a") });
  });
});
