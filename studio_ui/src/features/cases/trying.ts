/**
 * Tests while the author types: each change of the open flow runs its tests in the server's warm process. A change is
 * sent before it is drawn; what is typed until the answer is one change again.
 */

import { useEffect } from "react";
import { currentFlow, useEditing, type OpenFlow } from "../editing";
import { may } from "../session";
import { onceDrawn } from "../../ui";
import { runCases, useCases } from "./store";

const AGAIN_MS = 3000; // the server was away

export function useTrying(): void {
  useEffect(() => {
    let tried: unknown = null;
    let timer = 0;
    let since = 0;
    let busy = false;
    const isDue = (open: OpenFlow | undefined): open is OpenFlow =>
      open !== undefined && open.history.doc.flow !== tried && open.release === undefined && may("read", open.environment);
    const start = async () => {
      const open = currentFlow();
      window.clearTimeout(timer);
      if (!open || busy) return;
      busy = true;
      tried = open.history.doc.flow;
      const run = await runCases(since);
      busy = false;
      if (isDue(currentFlow())) void start(); // what was typed meanwhile; the answer was shown, or dropped
      else if (!run && useCases.getState().lost) timer = window.setTimeout(() => void start(), AGAIN_MS);
    };
    let seen: unknown = null;
    const look = () => {
      const open = currentFlow();
      if (!isDue(open)) return;
      if (!busy || open.history.doc.flow !== seen) since = performance.now();
      seen = open.history.doc.flow;
      void start();
    };
    let forget = () => undefined as void;
    let gone = false;
    void onceDrawn().then(() => {
      if (gone) return;
      look();
      forget = useEditing.subscribe(look);
    });
    return () => {
      gone = true;
      forget();
      window.clearTimeout(timer);
    };
  }, []);
}
