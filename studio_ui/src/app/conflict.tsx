import { Suspense } from "react";
import { create } from "zustand";
import { useEditing, useOpen } from "../features/editing";
import { ThreeWay } from "../features/together";

/** The flow for which the question was put off. */
export const useConflict = create<{ later: string }>(() => ({ later: "" }));

/** Someone else saved first: both are brought together, or ours is kept as a flow of its own; never a dead end. */
export function Conflict() {
  const current = useEditing((state) => state.current);
  const standing = useOpen((open) => open.standing, undefined);
  const later = useConflict((state) => state.later === current);
  if (standing !== "conflict" || later) return null;
  return (
    <Suspense fallback={null}>
      <ThreeWay key={current} flow={current} close={() => useConflict.setState({ later: current })} />
    </Suspense>
  );
}
