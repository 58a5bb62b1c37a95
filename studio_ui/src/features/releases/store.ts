/** The releases of an environment as the server lists them, newest first, and what is done with one. */

import { create } from "zustand";
import { sentence } from "../../api/client";
import { releases as routes, type Release } from "../../api/releases";
import { releasesStrings as words } from "../../app/releases_strings";
import { spokenLocale, toast } from "../../ui";
import { refreshEnvironments } from "../session";

interface Releases {
  lists: Record<string, Release[]>;
  problems: Record<string, string>;
}

export const useReleases = create<Releases>(() => ({ lists: {}, problems: {} }));

const asked = new Map<string, number>();

export async function loadReleases(environment: string): Promise<void> {
  const turn = (asked.get(environment) ?? 0) + 1;
  asked.set(environment, turn);
  const told = (list: Release[] | undefined, problem: string) => {
    if (asked.get(environment) !== turn) return; // a later question has been asked
    useReleases.setState((state) => ({
      lists: list ? { ...state.lists, [environment]: list } : state.lists,
      problems: { ...state.problems, [environment]: problem },
    }));
  };
  try {
    told(await routes.all(environment), "");
  } catch (fault) {
    told(undefined, sentence(fault));
  }
}

/** Does it, says it, and looks again; a refusal is told and nothing has changed. */
async function done(environment: string, act: Promise<unknown>, said: string): Promise<boolean> {
  try {
    await act;
    toast(said);
    await Promise.all([loadReleases(environment), refreshEnvironments()]);
    return true;
  } catch (fault) {
    toast(sentence(fault), "wrong");
    return false;
  }
}

export const makeLive = (environment: string, release: Release): Promise<boolean> => {
  const { number } = release;
  const live = release.retired ? { number, unretire: true } : { number };
  return done(environment, routes.point(environment, live), words.isLive(number));
};

export const giveShare = (environment: string, number: number, percent: number): Promise<boolean> =>
  done(environment, routes.point(environment, { number, canary_percent: percent }), words.hasShare(number, percent));

export const dropTrial = (environment: string, number: number): Promise<boolean> =>
  done(environment, routes.point(environment, { number, canary_percent: 0 }), words.dropped(number));

/** A share that is no share of some: "" or words about what is wrong. */
export function shareProblem(text: string): string {
  const percent = Number(text);
  return text.trim() !== "" && percent >= 1 && percent <= 99 ? "" : words.badShare;
}

export function when(at_ms: number): string {
  const date = new Date(at_ms);
  return Number.isNaN(date.getTime()) ? "" : date.toLocaleString(spokenLocale(), { dateStyle: "medium", timeStyle: "short" });
}
