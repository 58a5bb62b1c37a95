/** The way back from a restored release: the drafts that stood there, kept by the browser, put back as one change. */

import { useEffect } from "react";
import { create } from "zustand";
import { sentence } from "../../api/client";
import { releases as routes, type Restored } from "../../api/releases";
import { releasesStrings as words } from "../../app/releases_strings";
import { stockStrings } from "../../app/stock_strings";
import { Button, toast } from "../../ui";
import { dropWayBack, keepWayBack, keptWayBack } from "../kept";
import { refreshEnvironments } from "../session";
import { loadReleases } from "./store";

type Last = { number: number; undo: Restored["undo"] };
const useLast = create<Readonly<Record<string, Last | undefined>>>(() => ({}));

const placeOf = (environment: string): string => `restored release/${environment}`;

export function keepUndo(environment: string, number: number, undo: Restored["undo"]): void {
  useLast.setState({ [environment]: { number, undo } });
  keepWayBack(placeOf(environment), { number, undo });
}

/** What an earlier page has left, if nobody saved one of these drafts since: what cannot be done is not offered. */
async function bringUndo(environment: string): Promise<void> {
  const kept = (await keptWayBack(placeOf(environment))) as Last | null;
  if (!kept || useLast.getState()[environment]) return;
  try {
    const { files } = await routes.couldUndo(kept.undo);
    const found = new Set(Object.values(files).map((file) => file.status));
    if (found.has("conflict") || !found.has("written") || useLast.getState()[environment]) return;
    useLast.setState({ [environment]: kept });
  } catch {
    return; // no longer an author here, or nobody answers: the next page looks again
  }
}

/** One at a time: what is put back is no longer offered, so a second press has nothing to do. */
async function undoRestore(environment: string): Promise<void> {
  const last = useLast.getState()[environment];
  if (!last) return;
  useLast.setState({ [environment]: undefined });
  try {
    const { applied } = await routes.undoRestore(last.undo);
    if (!applied) throw new Error(words.changedSince(last.number));
    dropWayBack(placeOf(environment));
    toast(stockStrings.undone(words.restoreOf(last.number)));
    await Promise.all([loadReleases(environment), refreshEnvironments()]);
  } catch (fault) {
    useLast.setState({ [environment]: last });
    toast(sentence(fault), "wrong");
  }
}

export function UndoRestore({ environment }: { environment: string }) {
  const last = useLast((state) => state[environment]);
  useEffect(() => void bringUndo(environment), [environment]);
  useEffect(() => {
    if (!last) return;
    const press = (event: KeyboardEvent) => {
      const writing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (writing || event.key.toLowerCase() !== "z" || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void undoRestore(environment);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [environment, last]);
  if (!last) return null;
  return <Button onClick={() => void undoRestore(environment)}>{stockStrings.undo(words.restoreOf(last.number))}</Button>;
}
