/** The way back from a restored release: the drafts that stood there, kept by this page, put back as one change. */

import { useEffect } from "react";
import { create } from "zustand";
import { sentence } from "../../api/client";
import { releases as routes, type Restored } from "../../api/releases";
import { releasesStrings as words } from "../../app/releases_strings";
import { stockStrings } from "../../app/stock_strings";
import { Button, toast } from "../../ui";
import { refreshEnvironments } from "../session";
import { loadReleases } from "./store";

type Last = { number: number; undo: Restored["undo"] };
const useLast = create<Readonly<Record<string, Last | undefined>>>(() => ({}));

export const keepUndo = (environment: string, number: number, undo: Restored["undo"]): void =>
  useLast.setState({ [environment]: { number, undo } });

/** One at a time: what is put back is no longer offered, so a second press has nothing to do. */
async function undoRestore(environment: string): Promise<void> {
  const last = useLast.getState()[environment];
  if (!last) return;
  useLast.setState({ [environment]: undefined });
  try {
    const { applied } = await routes.undoRestore(last.undo);
    if (!applied) throw new Error(words.changedSince(last.number));
    toast(stockStrings.undone(words.restoreOf(last.number)));
    await Promise.all([loadReleases(environment), refreshEnvironments()]);
  } catch (fault) {
    useLast.setState({ [environment]: last });
    toast(sentence(fault), "wrong");
  }
}

export function UndoRestore({ environment }: { environment: string }) {
  const last = useLast((state) => state[environment]);
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
