/** From the commands that an agent's desk is sent to what lies on it. */

import type { Command, ReservationView } from "../../api/types";
import type { JsonObject } from "../../document/json";

export interface Work {
  reservation: string;
  dialogue: string;
  contactCenter: string;
  channel: string;
  stage: "ringing" | "accepting" | "connected" | "wrapping";
  ringS: number;
  expiresMs: number;
  wrapUpMs: number;
  caller: string;
  whisper: string;
  shown: [string, string][];
  lines: { n: number; who: "caller" | "agent" | "note"; text: string }[];
}

export type DeskWork = Readonly<Record<string, Work>>;

export function withCommand(work: DeskWork, command: Command, nowMs: number): DeskWork {
  const id = command.reservation ?? "";
  const mine = work[id];
  switch (command.type) {
    case "Offer":
      return { ...work, [id]: offered(id, command, nowMs) };
    case "RescindOffer":
    case "WorkCompleted":
      return without(work, id);
    case "WorkConnected":
      return mine ? { ...work, [id]: { ...mine, stage: "connected" } } : work;
    case "WorkHeard":
      return mine ? { ...work, [id]: said(mine, "caller", command.text ?? "") } : work;
    case "WorkClosed":
      return mine ? { ...work, [id]: { ...mine, stage: "wrapping", wrapUpMs: nowMs + (command.wrap_up_s ?? 0) * 1000 } } : work;
    default:
      return work;
  }
}

export function without(work: DeskWork, reservation: string): DeskWork {
  return Object.fromEntries(Object.entries(work).filter(([key]) => key !== reservation));
}

export function said(work: Work, who: "caller" | "agent" | "note", text: string): Work {
  return { ...work, lines: [...work.lines, { n: work.lines.length, who, text }] };
}

function offered(id: string, command: Command, nowMs: number): Work {
  const ringS = command.ring_s ?? 20;
  return {
    reservation: id,
    dialogue: command.dialogue ?? "",
    contactCenter: command.contact_center ?? "",
    channel: command.channel ?? "voice",
    stage: "ringing",
    ringS,
    expiresMs: command.expires_ms ?? nowMs + ringS * 1000,
    wrapUpMs: 0,
    caller: callerOf(command.caller) || (command.text ?? ""),
    ...briefOf(command.caller),
    lines: [],
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
export function fromReservations(held: readonly ReservationView[]): DeskWork {
  const work: Record<string, Work> = {};
  for (const view of held) {
    const stage = STAGES[view.state];
    if (!stage) continue;
    work[view.reservation] = {
      reservation: view.reservation,
      dialogue: view.dialogue,
      contactCenter: view.contact_center,
      channel: view.channel,
      stage,
      ringS: Math.max(1, Math.round((view.expires_ms - view.created_ms) / 1000)),
      expiresMs: view.expires_ms,
      wrapUpMs: view.wrap_up_until_ms ?? 0,
      caller: callerOf(view.caller),
      ...briefOf(view.caller),
      lines: [],
    };
  }
  return work;
}
