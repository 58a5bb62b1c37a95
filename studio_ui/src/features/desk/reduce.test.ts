import { describe, expect, it } from "vitest";
import type { Command } from "../../api/types";
import type { JsonObject } from "../../document/json";
import { fromReservations, parted, shownOf, withCommand, type DeskWork } from "./reduce";

const OFFER: Command = {
  type: "Offer",
  reservation: "r1",
  dialogue: "d1",
  contact_center: "billing",
  channel: "chat",
  ring_s: 20,
  expires_ms: 21_000,
  caller: { name: "Alex", number: "+44" },
};
const after = (...commands: Command[]) => commands.reduce<DeskWork>((work, command) => withCommand(work, command, 1000), {});
const about = (type: string, rest: Partial<Command> = {}): Command => ({ type, reservation: "r1", ...rest });

describe("an agent's desk from its commands", () => {
  it("rings with who calls and how long", () => {
    expect(after(OFFER)["r1"]).toMatchObject({
      stage: "ringing",
      caller: "Alex",
      ringS: 20,
      expiresMs: 21_000,
      contactCenter: "billing",
    });
  });

  it("stops ringing when the offer is rescinded", () => {
    expect(after(OFFER, about("RescindOffer", { reason: "abandoned" }))).toEqual({});
  });

  it("goes from conversation to wrap-up to nothing", () => {
    const talking = after(OFFER, about("WorkConnected"), about("WorkHeard", { text: "Hello?" }));
    expect(talking["r1"]).toMatchObject({ stage: "connected", lines: [{ who: "caller", text: "Hello?" }] });
    expect(after(OFFER, about("WorkConnected"), about("WorkClosed", { wrap_up_s: 20 }))["r1"]).toMatchObject({
      stage: "wrapping",
      wrapUpMs: 21_000,
    });
    expect(after(OFFER, about("WorkClosed"), about("WorkCompleted"))).toEqual({});
  });

  it("says as whom to answer", () => {
    const wide = { ...OFFER, home: "appointments", requirements: { refunds: 40 }, waited_ms: 75_000 };
    expect(after(wide)["r1"]).toMatchObject({ home: "appointments", requirements: [["refunds", 40]], waitedMs: 75_000 });
    expect(after(OFFER)["r1"]).toMatchObject({ home: "billing", requirements: [], waitedMs: 0 });
  });

  it("is held and taken up again, and no longer held once it is over", () => {
    const held = [OFFER, about("WorkConnected"), about("WorkHeld", { held: true })];
    expect(after(...held)["r1"]?.held).toBe(true);
    expect(after(...held, about("WorkHeld", { held: false }))["r1"]?.held).toBe(false);
    expect(after(...held, about("WorkClosed", { wrap_up_s: 5 }))["r1"]?.held).toBe(false);
  });

  it("counts what was written while another conversation was open", () => {
    const two = after(OFFER, { ...OFFER, reservation: "r2" }, about("WorkConnected"), { type: "WorkConnected", reservation: "r2" });
    const heard = (work: DeskWork, open: string) => withCommand(work, about("WorkHeard", { text: "?" }), 0, open);
    expect(heard(two, "r1")["r1"]?.unread).toBe(0);
    expect(heard(heard(two, "r2"), "r2")["r1"]?.unread).toBe(2);
  });

  it("parts what rings from what was taken, and shows what was open", () => {
    const { ringing, taken } = parted(after(OFFER, { ...OFFER, reservation: "r2" }, about("WorkConnected")));
    expect([ringing, taken].map((list) => list.map((work) => work.reservation))).toEqual([["r2"], ["r1"]]);
    expect(shownOf(taken, "gone")?.reservation).toBe("r1");
    expect(shownOf([], "r1")).toBeUndefined();
  });

  it("has no time limit where wrap-up waits for the agent", () => {
    expect(after(OFFER, about("WorkClosed"))["r1"]).toMatchObject({ stage: "wrapping", wrapUpMs: 0 });
  });

  it("ignores what speaks of no work here", () => {
    expect(after(about("WorkHeard", { text: "?" }), about("WorkConnected"))).toEqual({});
  });

  it("is taken up from what the server says lies on it", () => {
    const held = {
      reservation: "r2",
      dialogue: "d2",
      contact_center: "desk",
      channel: "voice",
      state: "wrapping",
      created_ms: 0,
      expires_ms: 20_000,
      wrap_up_until_ms: 9_000,
    };
    expect(fromReservations([held])["r2"]).toMatchObject({ stage: "wrapping", wrapUpMs: 9_000, ringS: 20 });
    expect(fromReservations([{ ...held, state: "completed" }])).toEqual({});
    const told = { name: "Alex", whisper: "A call back.", shown: { Topic: "bikes", Vip: true } };
    expect(fromReservations([{ ...held, caller: told }])["r2"]).toMatchObject({
      whisper: "A call back.",
      shown: [
        ["Topic", "bikes"],
        ["Vip", "true"],
      ],
    });
    const shown = (caller: JsonObject | null) => fromReservations([{ ...held, caller }])["r2"]?.caller;
    expect(shown({ name: "Alex", number: "+44" })).toBe("Alex");
    expect(shown({ name: "", number: "+44" })).toBe("+44");
    expect(shown({ name: "", number: "", withheld: true })).toBe("");
    expect(shown(null)).toBe("");
  });
});
