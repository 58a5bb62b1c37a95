/** What can be done on the page that is open: each room offers its commands, and the palette, the keys and the sheet read them. */

import { useEffect } from "react";
import { create } from "zustand";

export interface Command {
  id: string;
  /** Asked when it is shown, so that another language needs no reload. */
  title: () => string;
  group: "flow" | "edit" | "view" | "go" | "add" | "page";
  /** `Mod` is Ctrl, or ⌘ on a Mac: "Mod+K", "Shift+T", "?". */
  keys?: readonly string[];
  run: () => void;
  /** Why it cannot be done now, in a sentence; "" or nothing when it can. */
  why?: () => string;
  /** Works while somebody types, too; single keys never do. */
  writing?: boolean;
  /** A gesture that only the thing with the focus understands: in the sheet, not in the palette. */
  gesture?: boolean;
  /** Soft words beside the title. */
  beside?: string;
}

interface Offers {
  sets: Readonly<Record<string, readonly Command[]>>;
  /** Long lists that are made when the palette opens: steps, flows. They have no keys. */
  makers: Readonly<Record<string, () => readonly Command[]>>;
}

export const useOffers = create<Offers>(() => ({ sets: {}, makers: {} }));

/** Offers commands under a name until the returned function is called. */
export function offer(name: string, commands: readonly Command[]): () => void {
  useOffers.setState((state) => ({ sets: { ...state.sets, [name]: commands } }));
  return () =>
    useOffers.setState((state) => {
      const { [name]: mine, ...sets } = state.sets;
      return mine === commands ? { sets } : state;
    });
}

export function offerMany(name: string, make: () => readonly Command[]): () => void {
  useOffers.setState((state) => ({ makers: { ...state.makers, [name]: make } }));
  return () =>
    useOffers.setState((state) => {
      const { [name]: mine, ...makers } = state.makers;
      return mine === make ? { makers } : state;
    });
}

/** Offers while the component is on the page; `commands` stands outside of it, so that it is the same each time. */
export function useOffer(name: string, commands: readonly Command[]): void {
  useEffect(() => offer(name, commands), [name, commands]);
}

export const offered = (): readonly Command[] => Object.values(useOffers.getState().sets).flat();

/** Everything that can be done now, for the palette. */
export function everything(): readonly Command[] {
  const made = Object.values(useOffers.getState().makers).flatMap((make) => make());
  return [...offered().filter((command) => !command.gesture), ...made];
}
