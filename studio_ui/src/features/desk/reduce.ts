/** From the commands that an agent's desk is sent to what lies on it. */

import type { ReservationView } from "../../api/floor_types";
import type { Command } from "../../api/types";
import type { JsonObject } from "../../document/json";

export interface Work {
  reservation: string;
  dialogue: string;
  /** As whom to answer; `home` is where the caller waits, another one if the search was widened. */
  contactCenter: string;
  home: string;
  requirements: [string, number][];
  waitedMs: number;
  channel: string;
  stage: "ringing" | "accepting" | "connected" | "wrapping";
  held: boolean;
  ringS: number;
  expiresMs: number;
  /** When wrap-up ends by itself, 0 if it does not; and how long it may take in all. */
  wrapUpMs: number;
  wrapUpS: number;
  caller: string;
  whisper: string;
  shown: [string, string][];
  lines: Line[];
  /** What the caller wrote since this conversation was last open on the desk. */
  unread: number;
  /** What the agent is writing: a message, the note, the disposition. */
  draft: string;
  note: string;
  disposition: string;
  /** The note that the server has: every one that it is sent is kept. */
  noted: string;
}

export interface Line {
  n: number;
  who: "caller" | "agent" | "note";
  text: string;
}

export type DeskWork = Readonly<Record<string, Work>>;

/** `open` is the conversation that the agent sees. */
export function withCommand(work: DeskWork, command: Command, nowMs: number, open = ""): DeskWork {
  const id = command.reservation ?? "";
  const mine = work[id];
  if (command.type === "Offer") return { ...work, [id]: offered(id, command, nowMs) };
  if (command.type === "RescindOffer" || command.type === "WorkCompleted") return without(work, id);
  if (!mine) return work;
  switch (command.type) {
    case "WorkConnected":
      return { ...work, [id]: { ...mine, stage: "connected" } };
    case "WorkHeard":
      return { ...work, [id]: { ...said(mine, "caller", command.text ?? ""), unread: id === open ? 0 : mine.unread + 1 } };
    case "WorkHeld":
      return { ...work, [id]: { ...mine, held: command.held ?? false } };
    case "WorkClosed": {
      const wrapUpS = command.wrap_up_s ?? 0;
      return { ...work, [id]: { ...mine, stage: "wrapping", held: false, wrapUpS, wrapUpMs: wrapUpS && nowMs + wrapUpS * 1000 } };
    }
    default:
      return work;
  }
}

export function without(work: DeskWork, reservation: string): DeskWork {
  return Object.fromEntries(Object.entries(work).filter(([key]) => key !== reservation));
}

export function said(work: Work, who: Line["who"], text: string): Work {
  return { ...work, lines: [...work.lines, { n: work.lines.length, who, text }] };
}

export const rings = (work: Work): boolean => work.stage === "ringing";

/** What rings, and what the agent is busy with, each in the order in which it came. */
export function parted(work: DeskWork): { ringing: Work[]; taken: Work[] } {
  const all = Object.values(work);
  return { ringing: all.filter(rings), taken: all.filter((piece) => !rings(piece)) };
}

/** The conversation to show: the one that was open, else the first. */
export function shownOf(taken: readonly Work[], open: string): Work | undefined {
  return taken.find((piece) => piece.reservation === open) ?? taken[0];
}

const BLANK = { held: false, wrapUpMs: 0, wrapUpS: 0, lines: [], unread: 0, draft: "", note: "", disposition: "", noted: "" };

function offered(id: string, command: Command, nowMs: number): Work {
  const ringS = command.ring_s ?? 20;
  const contactCenter = command.contact_center ?? "";
  return {
    ...BLANK,
    reservation: id,
    dialogue: command.dialogue ?? "",
    contactCenter,
    home: command.home || contactCenter,
    requirements: Object.entries(command.requirements ?? {}),
    waitedMs: command.waited_ms ?? 0,
    channel: command.channel ?? "voice",
    stage: "ringing",
    ringS,
    expiresMs: command.expires_ms ?? nowMs + ringS * 1000,
    caller: callerOf(command.caller) || (command.text ?? ""),
    ...briefOf(command.caller),
  };
}

/** The name, else the number: what a withheld number leaves is nothing. */
function callerOf(caller: JsonObject | string | null | undefined): string {
  return typeof caller === "string" ? caller : String(caller?.["name"] || caller?.["number"] || "");
}

/** What the flow wants the agent to know. */
function briefOf(caller: JsonObject | string | null | undefined): Pick<Work, "whisper" | "shown"> {
  const known = typeof caller === "object" && caller !== null ? caller : {};
  const shown = known["shown"];
  const listed = typeof shown === "object" && shown !== null ? Object.entries(shown) : [];
  return {
    whisper: String(known["whisper"] ?? ""),
    shown: listed.map(([label, value]) => [label, typeof value === "object" ? JSON.stringify(value) : String(value)]),
  };
}

const STAGES: Record<string, Work["stage"]> = {
  pending: "ringing",
  accepted: "accepting",
  connected: "connected",
  wrapping: "wrapping",
};

/** What lies on a desk that somebody just sat down at. */
export function fromReservations(held: readonly ReservationView[], nowMs = 0): DeskWork {
  const work: Record<string, Work> = {};
  for (const view of held) {
    const stage = STAGES[view.state];
    if (!stage) continue;
    const wrapUpMs = view.wrap_up_until_ms ?? 0;
    work[view.reservation] = {
      ...BLANK,
      reservation: view.reservation,
      dialogue: view.dialogue,
      contactCenter: view.contact_center,
      home: view.home || view.contact_center,
      requirements: Object.entries(view.requirements ?? {}),
      waitedMs: view.waited_ms ?? 0,
      channel: view.channel,
      stage,
      held: view.held ?? false,
      ringS: Math.max(1, Math.round((view.expires_ms - view.created_ms) / 1000)),
      expiresMs: view.expires_ms,
      wrapUpMs,
      wrapUpS: wrapUpMs ? Math.max(1, Math.round((wrapUpMs - nowMs) / 1000)) : 0,
      caller: callerOf(view.caller),
      ...briefOf(view.caller),
    };
  }
  return work;
}
