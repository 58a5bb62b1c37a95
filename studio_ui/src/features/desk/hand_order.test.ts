import { describe, expect, it } from "vitest";
import { bySoonest, EMPTY, orderOf } from "./hand_order";

describe("a transfer", () => {
  it("needs to know where to", () => {
    for (const kind of ["contact_center", "agent", "number"] as const) expect(orderOf({ ...EMPTY, kind, number: " " })).toBeNull();
  });

  it("asks a contact center for skills and keeps the age by choice", () => {
    const asked = { ...EMPTY, center: "billing", skills: { refunds: 40 }, keepAge: false };
    expect(orderOf(asked)).toEqual({ contact_center: "billing", skills: { refunds: 40 }, keep_age: false });
  });

  it("says of an agent and of a number no more than there is to say", () => {
    expect(orderOf({ ...EMPTY, kind: "agent", agent: "ben", center: "billing" })).toEqual({ to_agent: "ben", keep_age: true });
    expect(orderOf({ ...EMPTY, kind: "number", number: " +44 20 " })).toEqual({ number: "+44 20" });
  });

  it("offers first who could answer soonest, and nobody who is signed out", () => {
    const agents = [
      { name: "Eve", state: "signed_out" },
      { name: "Dev", state: "busy" },
      { name: "Kim", state: "not_routable" },
      { name: "Carla", state: "idle" },
      { name: "Ben", state: "idle" },
    ];
    expect(bySoonest(agents).map((agent) => agent.name)).toEqual(["Ben", "Carla", "Dev", "Kim"]);
  });
});
