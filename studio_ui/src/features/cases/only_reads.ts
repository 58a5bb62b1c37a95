import { useEditing, useOpen } from "../editing";
import { useMay } from "../session";

/** Whether the person may look at the draft that is open, and not change it. */
export function useOnlyReads(): boolean {
  const environment = useEditing((state) => state.open[state.current]?.environment ?? "");
  const release = useOpen((open) => open.release, undefined);
  const edits = useMay("edit", environment);
  const reads = useMay("read", environment);
  return environment !== "" && release === undefined && reads && !edits;
}
