import { Suspense } from "react";
import type { UserMoved } from "../../api/releases";
import type { Finding } from "../../api/types";
import { releasesStrings as words } from "../../app/releases_strings";
import { Mark } from "../../ui";
import { ChangedFiles } from "../diff";
import { centerTitle } from "../session";
import type { Foretold } from "./use_gate";

const SHOWN_AT_ONCE = 5;

/** What publishing would meet: findings, tests that fail, what callers get, and who comes along. */
export function Gate({ gate }: { gate: Foretold }) {
  const { found, problem, looking } = gate;
  const inTheWay = found ? [...found.findings.filter((finding) => finding.severity === "error"), ...found.failing] : [];
  const warnings = found?.findings.filter((finding) => finding.severity === "warning") ?? [];
  return (
    <section className="gate" aria-label={words.publish.gate} aria-busy={looking}>
      <p role="status" className="gate-said">
        {looking ? words.publish.looking : found && <Verdict errors={inTheWay.length - found.failing.length} failing={found.failing.length} />}
      </p>
      {problem && <p className="field-error">{problem}</p>}
      {inTheWay.length > 0 && (
        <details open={inTheWay.length <= SHOWN_AT_ONCE}>
          <summary>{words.publish.inTheWay(inTheWay.length)}</summary>
          <Findings findings={inTheWay} />
        </details>
      )}
      {warnings.length > 0 && (
        <details>
          <summary>{words.publish.warnings(warnings.length)}</summary>
          <Findings findings={warnings} />
        </details>
      )}
      {found && <Changes files={found.changes} />}
      {found && found.users.length > 0 && <Users users={found.users} />}
    </section>
  );
}

function Verdict({ errors, failing }: { errors: number; failing: number }) {
  if (errors + failing === 0)
    return (
      <>
        <Mark tone="good" label={words.fine} /> {words.publish.clear}
      </>
    );
  return (
    <>
      <Mark tone="wrong" label={words.error} />
      {[errors > 0 && words.publish.errors(errors), failing > 0 && words.publish.failing(failing)].filter(Boolean).join(", ")}
    </>
  );
}

function Changes({ files }: { files: NonNullable<Foretold["found"]>["changes"] }) {
  const all = files.reduce((sum, file) => sum + file.changes.length, 0);
  if (all === 0) return <p className="hint">{words.publish.changes(0)}</p>;
  return (
    <details open={all <= 8}>
      <summary>{words.publish.changes(all)}</summary>
      <Suspense fallback={null}>
        <ChangedFiles files={files} />
      </Suspense>
    </details>
  );
}

function Users({ users }: { users: readonly UserMoved[] }) {
  return (
    <ul className="rows">
      {users.map((user) => (
        <li key={user.environment} className="row">
          <Mark tone={user.result === "moved" ? "good" : "care"} label={user.result === "moved" ? words.fine : words.warning} />
          <span className="row-main">
            <b>{centerTitle(user.environment)}</b> {user.result === "moved" ? words.publish.moved : words.publish.kept(user.why ?? "")}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Findings({ findings }: { findings: readonly (Finding & { file?: string })[] }) {
  return (
    <ul className="rows">
      {findings.map((finding, place) => (
        <li key={place} className="row">
          <Mark
            tone={finding.severity === "error" ? "wrong" : "care"}
            label={finding.severity === "error" ? words.error : words.warning}
          />
          <span className="row-main">
            {readable(finding.message)} {finding.hint && <span className="row-soft">{finding.hint}</span>}
            {finding.code !== "case_failed" && (
              <span className="row-place">
                {[finding.file?.split("/").slice(1, -1).join(" "), readable(finding.path.replace(/^\$\.?/, ""))]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Names of cases and steps as words. */
function readable(text: string): string {
  return text.replaceAll("_", " ");
}
