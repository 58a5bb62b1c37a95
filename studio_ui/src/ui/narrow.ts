import { useSyncExternalStore } from "react";

const NARROW = matchMediaOf("(max-width: 1023px)");

/** Whether the window is too narrow for a canvas with forms beside it. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      NARROW?.addEventListener("change", changed);
      return () => NARROW?.removeEventListener("change", changed);
    },
    () => NARROW?.matches ?? false,
  );

function matchMediaOf(query: string): MediaQueryList | undefined {
  return typeof matchMedia === "undefined" ? undefined : matchMedia(query); // tests run without a window
}
