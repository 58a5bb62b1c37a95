/** Where the keyboard goes when the letter that it was at is settled: to the next one, or to the heading of the list. */

import { useEffect, useRef, type RefObject } from "react";
import type { Letter } from "../../api/operations";

interface Left {
  letter: Letter;
  place: number;
}

const isSame = (one: Letter, other: Letter): boolean => one.tenant === other.tenant && one.seq === other.seq;

/** `isAsking`: a question about one of the letters is open. Returns what is to be called with the letter that is begun. */
export function useKeptFocus(
  section: RefObject<HTMLElement | null>,
  letters: readonly Letter[],
  isAsking: boolean,
): (letter: Letter) => void {
  const left = useRef<Left | null>(null);
  useEffect(() => {
    const from = left.current;
    if (!from || isAsking) return;
    const here = letters.findIndex((letter) => isSame(letter, from.letter));
    if (document.activeElement !== document.body) {
      if (here < 0) left.current = null; // whoever went elsewhere meanwhile stays there
      return;
    }
    left.current = null;
    const rows = section.current?.querySelectorAll("tbody tr") ?? [];
    const buttons = rows[here < 0 ? Math.min(from.place, rows.length - 1) : here]?.querySelectorAll("button");
    const next = buttons?.[here < 0 ? 0 : buttons.length - 1] ?? section.current?.querySelector("h2");
    next?.focus();
  }, [section, letters, isAsking]);
  return (letter) => {
    left.current = { letter, place: letters.findIndex((each) => isSame(each, letter)) };
  };
}
