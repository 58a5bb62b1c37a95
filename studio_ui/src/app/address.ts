/** Where the page stands: its address as parts, changed without a reload, and said to whoever draws it. */

import { useSyncExternalStore } from "react";

const CHANGED = "popstate";

/** The parts of the path: `/studio/front_door/flows/main` is ["studio", "front_door", "flows", "main"]. */
export function usePath(): readonly string[] {
  const path = useSyncExternalStore(listen, () => location.pathname);
  return partsOf(path);
}

/** One word behind the `?`, such as the step that a link points to; "" without it. */
export function useAsked(name: string): string {
  return useSyncExternalStore(listen, () => askedFor(name));
}

export const askedFor = (name: string): string => new URLSearchParams(location.search).get(name) ?? "";

export const partsOf = (path: string): readonly string[] => path.split("/").filter(Boolean).map(decodeURIComponent);

/** `to("studio", "front_door")` is the address `/studio/front_door`. */
export const to = (...parts: readonly string[]): string => `/${parts.map(encodeURIComponent).join("/")}`;

/** Go to another address of the same page; `instead` leaves no entry in the browser's history. */
export function go(address: string, how: "next" | "instead" = "next"): void {
  if (address === location.pathname + location.search) return;
  if (how === "next") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  window.dispatchEvent(new PopStateEvent(CHANGED));
}

/** For where an answer leads: it goes there unless the person has gone elsewhere by then. */
export function goUnlessLeft(): (address: string) => void {
  const from = location.pathname;
  return (address) => {
    if (location.pathname === from) go(address);
  };
}

/** Say in the address what is shown: `ask("step", "main_menu")`; "" takes it out. No entry in the history. */
export function ask(name: string, value: string): void {
  const words = new URLSearchParams(location.search);
  if (value === "") words.delete(name);
  else words.set(name, value);
  const search = words.toString();
  go(location.pathname + (search && `?${search}`), "instead");
}

function listen(changed: () => void): () => void {
  window.addEventListener(CHANGED, changed);
  return () => window.removeEventListener(CHANGED, changed);
}
