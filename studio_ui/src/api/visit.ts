/** The caller's side: a visitor without a session calls an address, sends events and renders numbered commands. */

import type { JsonObject } from "../document/json";
import { call, path, repeat } from "./client";
import { connect, type Connection, type Standing } from "./socket";
import type { Command, Visit } from "./types";

export interface Arrival {
  address: string;
  channel: "voice" | "chat";
  number?: string;
  name?: string;
  language?: string;
}

/** Begun once, however often it is asked: a server that ends in this moment leaves no caller with two dialogues. */
export function visit(tenant: string, arrival: Arrival): Promise<Visit> {
  const body = { event_id: crypto.randomUUID(), ...arrival };
  return repeat(() => call<Visit>("POST", path("visit", tenant), body));
}

export function send(tenant: string, dialogue: string, event: JsonObject): Promise<unknown> {
  const body = { event_id: crypto.randomUUID(), event };
  return repeat(() => call("POST", `${path("visit", tenant)}/events?dialogue=${encodeURIComponent(dialogue)}`, body));
}

export interface Stream {
  tenant: string;
  dialogue: string;
  /** The last command number that was rendered. */
  after: () => number;
  command: (n: number, command: Command) => void;
  standing: (standing: Standing) => void;
}

export function stream(to: Stream, first?: string): Connection {
  let ready = first;
  return connect({
    url: async () => {
      const ticket =
        ready ??
        (await call<{ ticket: string }>("POST", `${path("visit", to.tenant)}/ticket?dialogue=${encodeURIComponent(to.dialogue)}`))
          .ticket;
      ready = undefined;
      return `${path("api", "visit", to.tenant)}/stream?ticket=${encodeURIComponent(ticket)}&after=${to.after()}`;
    },
    frame: (frame) => {
      const { n, command } = frame as { n?: number; command?: Command };
      if (n !== undefined && command && n > to.after()) to.command(n, command);
    },
    standing: to.standing,
  });
}
