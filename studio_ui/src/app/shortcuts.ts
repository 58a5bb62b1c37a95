import { useEffect } from "react";
import { save, stepBack, stepForward } from "../features/editing";

/** Keys that work anywhere on the page. Text fields keep their own undo. */
export function useShortcuts(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey)) return;
      const writing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      const key = event.key.toLowerCase();
      if (key === "s") void save();
      else if (writing) return;
      else if (key === "z" && !event.shiftKey) stepBack();
      else if (key === "y" || (key === "z" && event.shiftKey)) stepForward();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
