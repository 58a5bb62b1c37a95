/** Parts of the page that come when they are asked for, or when the page has nothing better to do. */

import { lazy, type ComponentType, type LazyExoticComponent } from "react";
import { Missing } from "./missing";

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

const rest: (() => Promise<unknown>)[] = [];

/** A part that comes when it is first drawn. If it cannot come, that is said in its place, and the rest of the page stays. */
export const arriving = <P>(load: Load<P>): LazyExoticComponent<ComponentType<P>> =>
  lazy(() => load().catch(() => ({ default: Missing as ComponentType<P> })));

export function later<P>(load: Load<P>): LazyExoticComponent<ComponentType<P>> {
  rest.push(load);
  return arriving(load);
}

/** What else comes with the first gesture. */
export const withTheRest = (load: () => Promise<unknown>): void => void rest.push(load);

const LONGEST_MS = 4000; // a page that draws no such thing goes on

let drawn: () => void = () => undefined;
const first = new Promise<void>((resolve) => (drawn = resolve));

/** What the page is opened for stands there: what waited for it may come now. */
export const isDrawn = (): void => drawn();

/** Settles when what the page is opened for stands there, so that nothing else shares the line with it. */
export const onceDrawn = (): Promise<unknown> => Promise.race([first, new Promise((resolve) => setTimeout(resolve, LONGEST_MS))]);

/** Loads behind what the page is opened for. */
export function behind<T>(load: () => Promise<T>): () => Promise<T> {
  return () => onceDrawn().then(load);
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
