/** Parts of the page that come when they are asked for, or when the page has nothing better to do. */

import { lazy, type ComponentType, type LazyExoticComponent } from "react";

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

const rest: (() => Promise<unknown>)[] = [];

export function later<P>(load: Load<P>): LazyExoticComponent<ComponentType<P>> {
  rest.push(load);
  return lazy(load);
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
