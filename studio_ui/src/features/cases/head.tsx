import { strings } from "../../app/strings";
import { Badge } from "../../ui";
import { useEditing } from "../editing";
import { coveredOf } from "./covered";
import { useCases } from "./store";

/** `60 ✓ 71 ms`: how the tests stand, and how long after the change that was known. */
export function CaseCount() {
  const current = useEditing((state) => state.current);
  const run = useCases((state) => state.runs[current]);
  if (!run || run.results.length === 0) return null;
  const all = run.results.length;
  const ok = run.results.filter((result) => result.ok).length;
  return (
    <Badge tone={ok === all ? "good" : "wrong"}>
      {ok === all ? strings.tests.badge(all, run.ms) : strings.tests.badgeWrong(ok, all)}
    </Badge>
  );
}

/** How many ways out of the flow's steps the tests took. */
export function Covered({ show }: { show: () => void }) {
  const current = useEditing((state) => state.current);
  const covered = useCases((state) => state.runs[current]?.coverage);
  const count = coveredOf(covered ?? null);
  if (!count || count.possible === 0) return null;
  return (
    <button type="button" className="pill covered" title={strings.tests.show} onClick={show}>
      {strings.tests.covered(count.taken, count.possible)}
    </button>
  );
}
