/** Looks through the records on the server, to the end: what would go, or what went. */

import { useEffect, useRef, useState } from "react";
import { pause, sentence } from "../../api/client";
import { retention, type Counts, type Looked } from "../../api/records";
import type { JsonObject } from "../../document/json";

const LOOK_EVERY_MS = 250;

/** Throws what the server said. */
async function ended(which: "run" | "dry_run", begun: Looked): Promise<Counts> {
  let sweep = begun[which];
  while (sweep?.state === "running") {
    await pause(LOOK_EVERY_MS);
    sweep = (await retention.look())[which];
  }
  if (sweep?.state !== "done") throw new Error(sweep?.why);
  return sweep.counts;
}

export const countUnder = async (settings: JsonObject | null): Promise<Counts> => ended("dry_run", await retention.count(settings));

export const takeAway = async (): Promise<Counts> => ended("run", await retention.takeAway());

export interface Look {
  is: "none" | "on" | "done" | "failed";
  counts: Counts;
  why: string;
}

const NONE: Look = { is: "none", counts: {}, why: "" };

/** One look at a time, its end shown unless the page has gone on to something else; `forget` makes it none. */
export function useLook(): { look: Look; begin: (work: () => Promise<Counts>) => Promise<void>; forget: () => void } {
  const [look, setLook] = useState(NONE);
  const latest = useRef(0);
  useEffect(() => () => void (latest.current = -1), []);
  const begin = async (work: () => Promise<Counts>) => {
    const mine = ++latest.current;
    const show = (next: Look) => mine === latest.current && setLook(next);
    show({ ...NONE, is: "on" });
    try {
      show({ is: "done", counts: await work(), why: "" });
    } catch (fault) {
      show({ ...NONE, is: "failed", why: sentence(fault) });
    }
  };
  const forget = () => {
    latest.current += 1;
    setLook(NONE);
  };
  return { look, begin, forget };
}
