import "./problems.css";
import type { Finding } from "../../api/types";
import { strings } from "../../app/strings";
import { applyFix, useMayEdit } from "../editing";

interface Props {
  finding: Finding;
  /** Where the focus goes when the problem is no longer there. */
  after?: () => void;
}

/** What can be done about a problem, each a change that undo takes back. */
export function Fixes({ finding, after }: Props) {
  const mayEdit = useMayEdit();
  if (!mayEdit || !finding.fixes?.length) return null;
  return (
    <span className="fixes" role="group" aria-label={strings.problems.fixes(finding.message)}>
      {finding.fixes.map((fix) => (
        <button
          key={fix.title}
          type="button"
          className="link fix"
          onClick={() => void applyFix(finding, fix).then(() => after?.())}
        >
          {fix.title}
        </button>
      ))}
    </span>
  );
}
