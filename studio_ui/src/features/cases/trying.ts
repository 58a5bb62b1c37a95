/** Tests while the author types: each change of the open flow runs its tests in the server's warm process. */

import { useEffect } from "react";
import { currentFlow, useEditing } from "../editing";
import { may } from "../session";
import { onceDrawn } from "../../ui";
import { runCases, useCases } from "./store";

const PAUSE_MS = 10; // keys that follow each other faster than this are one change
const AGAIN_MS = 3000; // the server was away

export function useTrying(): void {
  useEffect(() => {
    let tried: unknown = null;
    let timer = 0;
    let since = 0;
    let busy = false;
    const start = async () => {
      const open = currentFlow();
      if (!open || busy) return;
      busy = true;
      tried = open.history.doc.flow;
      const run = await runCases(since);
      busy = false;
      if (currentFlow()?.history.doc.flow !== tried) look(); // what was typed meanwhile; the answer was shown, or dropped
      else if (!run && useCases.getState().lost) timer = window.setTimeout(() => void start(), AGAIN_MS);
    };
    const look = () => {
      const open = currentFlow();
      if (!open || open.history.doc.flow === tried || open.release !== undefined || !may("read", open.environment)) return;
      since = performance.now();
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void start(), PAUSE_MS);
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
