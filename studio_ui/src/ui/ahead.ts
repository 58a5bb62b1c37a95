/** What somebody types for a part of the page whose script is still on its way: it is the part's, and no key of the page's. */

import { useEffect } from "react";

let typed = "";

/** Stands where the part will, until it comes or one goes elsewhere. `leave`: Escape, it is not wanted any more. */
export function Ahead({ leave }: { leave: () => void }): null {
  useEffect(() => {
    typed = "";
    const press = (event: KeyboardEvent) => {
      const isChord = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
      if (isChord || event.key === "Tab") return;
      if (event.key === "Escape") leave();
      else if (event.key === "Backspace") typed = [...typed].slice(0, -1).join("");
      else if ([...event.key].length === 1) typed += event.key;
      event.preventDefault();
      event.stopPropagation();
    };
    const end = () => window.removeEventListener("keydown", press, true);
    window.addEventListener("keydown", press, true);
    window.addEventListener("pointerdown", end, true);
    return () => {
      end();
      window.removeEventListener("pointerdown", end, true);
    };
  }, []);
  return null;
}

/** For the field of the part that has come, once. */
export function takeAhead(): string {
  const taken = typed;
  typed = "";
  return taken;
}
