/** What the server tells of replays, asked again while one runs. */

import { useEffect, useState } from "react";
import { sentence } from "../../api/client";
import { replays, type ReplayReport, type ReplayRow } from "../../api/replays";
import { announce } from "../../ui";
import { endOfReplaySaid } from "./said";

const AGAIN_MS = 700;

interface Looked<T> {
  found: T | null;
  problem: string;
}

/** The list, asked for anew with each `turn`. */
export function useList(environment: string, turn: string): Looked<ReplayRow[]> {
  const [looked, setLooked] = useState<Looked<ReplayRow[]>>({ found: null, problem: "" });
  useEffect(() => {
    let wanted = true;
    replays.all(environment).then(
      (found) => wanted && setLooked({ found, problem: "" }),
      (fault: unknown) => wanted && setLooked((known) => ({ ...known, problem: sentence(fault) })),
    );
    return () => {
      wanted = false;
    };
  }, [environment, turn]);
  return looked;
}

/** One report; `over` is called when one that ran has come to its end. */
export function useReport(environment: string, id: string, over: () => void): Looked<ReplayReport> {
  const [looked, setLooked] = useState<Looked<ReplayReport> & { id: string }>({ id: "", found: null, problem: "" });
  useEffect(() => {
    let wanted = id !== "";
    let timer = 0;
    let ran = false;
    const look = async () => {
      try {
        const found = await replays.one(environment, id);
        if (!wanted) return;
        setLooked({ id, found, problem: "" });
        if (found.state === "running") {
          ran = true;
          timer = window.setTimeout(() => void look(), AGAIN_MS);
        } else if (ran) {
          if (found.state === "done") announce(endOfReplaySaid(found));
          over();
        }
      } catch (fault) {
        if (wanted) setLooked({ id, found: null, problem: sentence(fault) });
      }
    };
    if (wanted) void look();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [environment, id]); // `over` is the same act at any time
  return looked.id === id ? looked : { found: null, problem: "" };
}
