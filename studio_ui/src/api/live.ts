/** The live feed: what happens in the tenant, and what the desk of the signed-in agent is told. */

import { session } from "./studio";
import { connect, type Connection, type Standing } from "./socket";
import type { Command, Fact } from "./types";

export interface LiveRow {
  pos: number;
  at_ms: number;
  subject_kind: string;
  subject: string;
  facts: Fact[];
}

export interface Feed {
  after: () => number;
  /** The last desk command number that was rendered. */
  deskAfter: () => number;
  snapshot: (frame: Record<string, unknown>) => void;
  row: (row: LiveRow) => void;
  command: (n: number, command: Command) => void;
  standing: (standing: Standing) => void;
}

type Frame =
  | ({ kind: "snapshot" } & Record<string, unknown>)
  | ({ kind: "trace" } & LiveRow)
  | { kind: "command"; n: number; command: Command };

export function live(feed: Feed): Connection {
  return connect({
    url: async () => {
      const { ticket } = await session.ticket();
      return `/api/live?ticket=${encodeURIComponent(ticket)}&after=${feed.after()}&desk_after=${feed.deskAfter()}`;
    },
    frame: (raw) => {
      const frame = raw as Frame;
      if (frame.kind === "snapshot") feed.snapshot(frame);
      else if (frame.kind === "trace") feed.row(frame);
      else if (frame.kind === "command") feed.command(frame.n, frame.command);
    },
    standing: feed.standing,
  });
}
