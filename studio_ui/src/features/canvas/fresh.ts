/** The note or frame that was just made: it opens for writing. */

import { create } from "zustand";

export const useFresh = create<{ id: string }>(() => ({ id: "" }));

/** Takes the focus as soon as the canvas shows what it has measured: before, nothing in it can have it. */
export function focusWhenSeen(field: HTMLInputElement | HTMLTextAreaElement | null): (() => void) | undefined {
  if (!field) return undefined;
  let frame = 0;
  const look = () => {
    field.focus({ preventScroll: true });
    if (document.activeElement === field) field.select();
    else frame = requestAnimationFrame(look);
  };
  look();
  return () => cancelAnimationFrame(frame);
}
