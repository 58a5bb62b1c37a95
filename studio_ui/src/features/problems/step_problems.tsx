import type { Finding } from "../../api/types";
import { strings } from "../../app/strings";
import { placeOf } from "../../document/select";
import { Mark } from "../../ui";
import { useOpen } from "../editing";
import { Fixes } from "./fixes";

const NONE: Finding[] = [];

/** Those that stand beside the outcome of which they speak. */
const BESIDE = ["outcome_unwired", "wire_to_unknown_node"];

/** The problems of one step above its form, with what mends them. */
export function StepProblems({ node }: { node: string }) {
  const all = useOpen((open) => open.findings, NONE);
  const findings = all.filter((finding) => !finding.file && !BESIDE.includes(finding.code) && placeOf(finding.path).node === node);
  if (findings.length === 0) return null;
  return (
    <section aria-label={strings.problems.here}>
      <ul className="step-problems">
        {findings.map((finding, place) => (
          <li key={`${finding.path} ${finding.code} ${place}`}>
            <Mark
              tone={finding.severity === "error" ? "wrong" : "care"}
              label={finding.severity === "error" ? strings.problems.error : strings.problems.warning}
            />
            <span>
              {finding.message} <Fixes finding={finding} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
