/** A WebSocket that comes back by itself; whoever uses it says where to go on from in its URL. */

import { ApiError, isAway, waitOf } from "./client";

export type Standing = "connecting" | "open" | "lost" | "refused";

export interface Connection {
  close: () => void;
}

interface Wanted {
  url: () => Promise<string>;
  frame: (frame: unknown) => void;
  standing: (standing: Standing) => void;
}

const SOONEST_MS = 250;
const LATEST_MS = 3000;

/** Whoever lost a server together does not come back together: half to one and a half times as long. */
export const spread = (ms: number, chance: number): number => ms * (0.5 + chance);

export function connect(wanted: Wanted): Connection {
  let closed = false;
  let socket: WebSocket | undefined;
  let wait = SOONEST_MS;
  let timer: number | undefined;

  const again = (soonest = 0) => {
    if (closed) return;
    wanted.standing("lost");
    timer = window.setTimeout(() => void open(), spread(Math.max(wait, soonest), Math.random()));
    wait = Math.min(wait * 2, LATEST_MS);
  };
  const open = async () => {
    let url: string;
    try {
      url = await wanted.url();
    } catch (fault) {
      if (isAway(fault)) return again(waitOf(fault, 0));
      return fault instanceof ApiError && fault.status < 500 ? wanted.standing("refused") : again();
    }
    if (closed) return;
    const to = new URL(url, location.href);
    to.protocol = to.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(to);
    socket.onopen = () => {
      wait = SOONEST_MS;
      wanted.standing("open");
    };
    socket.onmessage = (message) => wanted.frame(JSON.parse(String(message.data)));
    socket.onclose = () => again();
  };
  wanted.standing("connecting");
  void open();
  return {
    close: () => {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}
