import { useEffect } from "react";
import { follow, useLive } from "../features/trace";
import { ask, askedFor } from "./address";
import { showDrawer } from "./drawer_store";

/** `?run=ID` opens that dialogue, and the address says which one is open. Called after the feed was begun. */
export function useRunLink(): void {
  useEffect(() => {
    const open = () => {
      const run = askedFor("run");
      if (run === "" || run === useLive.getState().followed) return;
      showDrawer("trace");
      void follow(run);
    };
    open();
    window.addEventListener("popstate", open);
    const forget = useLive.subscribe((state, before) => {
      if (state.followed === before.followed || !location.pathname.includes("/flows/")) return;
      ask("run", state.followed);
    });
    return () => {
      window.removeEventListener("popstate", open);
      forget();
    };
  }, []);
}
