/** Parts of the page that come when they are asked for, or when the page has nothing better to do. */

import { lazy, type ComponentType, type LazyExoticComponent } from "react";

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

const rest: (() => Promise<unknown>)[] = [];

export function later<P>(load: Load<P>): LazyExoticComponent<ComponentType<P>> {
  rest.push(load);
  return lazy(load);
}

const LONGEST_MS = 1000; // a page that draws no such thing goes on

let drawn: () => void = () => undefined;
const first = new Promise<void>((resolve) => (drawn = resolve));

/** What the page is opened for stands there: what waited for it may come now. */
export const isDrawn = (): void => drawn();

/** Loads behind what the page is opened for, so that the two do not share the line. */
export function behind<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    await Promise.race([first, new Promise((resolve) => setTimeout(resolve, LONGEST_MS))]);
    return load();
  };
}

const IDLE_MS = 1500;

/** The second face soon; the rest with the first gesture, so that nothing is missing should the server be away later. */
export function loadTheRest(): () => void {
  const timer = window.setTimeout(() => (document.documentElement.dataset["late"] = ""), IDLE_MS);
  const fetchAll = () => {
    for (const gesture of GESTURES) window.removeEventListener(gesture, fetchAll);
    for (const load of rest) load().catch(() => undefined); // it is asked for again when it is needed
  };
  const forget = () => {
    clearTimeout(timer);
    for (const gesture of GESTURES) window.removeEventListener(gesture, fetchAll);
  };
  for (const gesture of GESTURES) window.addEventListener(gesture, fetchAll);
  return forget;
}

const GESTURES = ["pointerdown", "keydown"] as const;
