import { useEffect } from "react";
import { pick, useDoc, useEditing } from "../features/editing";
import { ask, askedFor, useAsked } from "./address";

/** `?step=main_menu`: the picked step stands in the address, and the address picks a step. */
export function useStepLink(): void {
  const asked = useAsked("step");
  const known = useDoc((doc) => asked in doc.flow.nodes, false);
  const current = useEditing((state) => state.current);
  useEffect(() => {
    if (known && useEditing.getState().pick?.node !== asked) pick({ node: asked });
  }, [asked, known, current]);
  useEffect(
    () =>
      useEditing.subscribe((state, before) => {
        if (state.pick === before.pick || state.current !== before.current) return;
        const node = state.pick?.node ?? "";
        if (node !== askedFor("step")) ask("step", node);
      }),
    [],
  );
}
