/** The followed dialogue looked at again: at any moment, step by step, or played as it went. */

import { create } from "zustand";
import { announce } from "../../ui";
import { momentsOf, stopFrom, stopsOf, upTo, type Moment } from "./moments";
import { factSentence } from "./sentences";
import { goAlong, useLive } from "./store";

export const SPEEDS = [1, 4, 16] as const;
export type Speed = (typeof SPEEDS)[number];

export const useReplay = create<{ playing: boolean; speed: Speed }>(() => ({ playing: false, speed: 4 }));

/** Pauses are shortened to this: nobody watches a caller wait. */
const LONGEST_MS = 1500;
const SHORTEST_MS = 150;
let timer: number | undefined;

const moments = (): Moment[] => {
  const { dialogues, followed } = useLive.getState();
  return momentsOf(dialogues[followed]?.rows ?? []);
};

/** Shows the dialogue as it stood after so many facts; null: as it is now. */
export function showAt(shown: number | null): void {
  const { dialogues, followed } = useLive.getState();
  const dialogue = dialogues[followed];
  if (!dialogue) return;
  useLive.setState({ past: shown === null ? null : { shown, dialogue: upTo(dialogue, shown) } });
  goAlong();
}

/** The next stop, or the one before; told to readers. */
export function step(by: 1 | -1): void {
  const all = moments();
  const past = useLive.getState().past;
  const shown = stopFrom(stopsOf(all), past?.shown ?? all.length, by);
  showAt(shown);
  const last = all[shown - 1];
  if (last) announce(factSentence(last.fact, last.content));
}

/** From the moment that is shown to the end; from the beginning if that is the end. */
export function play(): void {
  const all = moments();
  const shown = useLive.getState().past?.shown ?? all.length;
  if (shown >= all.length) showAt(stopsOf(all)[0] ?? 0);
  useReplay.setState({ playing: true });
  goOn();
}

export function pause(): void {
  clearTimeout(timer);
  useReplay.setState({ playing: false });
}

function goOn(): void {
  clearTimeout(timer);
  const all = moments();
  const shown = useLive.getState().past?.shown;
  if (shown === undefined || shown >= all.length) return pause();
  const next = stopFrom(stopsOf(all), shown, 1);
  const lasted = ((all[next - 1]?.at_ms ?? 0) - (all[shown - 1]?.at_ms ?? 0)) / useReplay.getState().speed;
  timer = window.setTimeout(
    () => {
      if (!useReplay.getState().playing) return;
      showAt(next);
      goOn();
    },
    Math.min(LONGEST_MS, Math.max(SHORTEST_MS, lasted)),
  );
}

/** Another dialogue is followed: what was played of the one before is over. */
useLive.subscribe((state, before) => {
  if (state.followed !== before.followed) pause();
});
