import { useState } from "react";
import { sentence } from "../../api/client";
import { replays, type ReplayReport } from "../../api/replays";
import { Link } from "../../app/link";
import { replaysStrings as words } from "../../app/replays_strings";
import { Badge, Button, Meter, toast } from "../../ui";
import { nameOf, useMay } from "../session";
import { Group } from "./group";
import { shortOf, traceAddress, useFlowOf, whenOf } from "./place";

interface Props {
  environment: string;
  report: ReplayReport;
}

/** What one replay found, so far or in the end. */
export function Report({ environment, report }: Props) {
  const title = words.againsts(report.against);
  const isOver = report.state !== "running";
  return (
    <section className="replay" aria-label={title}>
      <div className="replay-title">
        <h3>{title}</h3>
        <Badge tone={report.state === "failed" ? "wrong" : isOver ? "calm" : "now"}>{words.states[report.state] ?? report.state}</Badge>
        <span className="row-soft">{words.by(nameOf(report.by), whenOf(report.at_ms))}</span>
        <span className="spring" />
        {!isOver && <Stop environment={environment} id={report.id} />}
      </div>
      {!isOver && <Progress report={report} />}
      {report.why && <p className="field-error">{report.why}</p>}
      {isOver && report.of === 0 && <p className="hint">{words.nothing}</p>}
      {report.older && <p className="replay-older">{words.older(report.looked_at)}</p>}
      <Totals report={report} />
      {report.replayed > 0 && <h4>{words.groups}</h4>}
      {isOver && report.replayed > 0 && report.parted === 0 && <p className="hint">{words.noGroups}</p>}
      {report.groups.map((group) => (
        <Group key={[group.environment, group.flow, group.node, group.before, group.now].join(" ")} report={report} group={group} />
      ))}
      <Untold environment={environment} report={report} />
    </section>
  );
}

function Stop({ environment, id }: { environment: string; id: string }) {
  const mayEdit = useMay("edit", environment);
  const [busy, setBusy] = useState(false);
  const stop = async () => {
    setBusy(true);
    try {
      await replays.stop(environment, id);
      toast(words.stopped);
    } catch (fault) {
      toast(sentence(fault), "wrong");
      setBusy(false);
    }
  };
  return (
    <Button disabled={!mayEdit} off={busy} title={mayEdit ? undefined : words.notYours} onClick={() => void stop()}>
      {words.stop}
    </Button>
  );
}

function Progress({ report }: { report: ReplayReport }) {
  const said = words.progress(report.done, report.of);
  return (
    <div
      className="replay-progress"
      role="progressbar"
      aria-label={words.progressLabel}
      aria-valuemin={0}
      aria-valuemax={report.of}
      aria-valuenow={report.done}
      aria-valuetext={said}
    >
      <Meter share={report.of ? report.done / report.of : 0} />
      <span className="row-soft">{said}</span>
    </div>
  );
}

/** Three counts on one scale. */
function Totals({ report }: { report: ReplayReport }) {
  const untold = report.untold.reduce((sum, one) => sum + one.count, 0);
  const all = report.replayed + untold;
  if (all === 0) return null;
  const rows = [
    [words.same, report.same, "good"],
    [words.parted, report.parted, "care"],
    [words.untold, untold, "calm"],
  ] as const;
  return (
    <ul className="replay-totals" aria-label={words.totals}>
      {rows.map(([label, n, tone]) => (
        <li key={label}>
          <span>{label}</span>
          <Meter share={n / all} tone={tone} />
          <b>{n.toLocaleString()}</b>
        </li>
      ))}
    </ul>
  );
}

function Untold({ environment, report }: Props) {
  const flowOf = useFlowOf(environment);
  if (report.untold.length === 0) return null;
  return (
    <>
      <h4>{words.untold}</h4>
      <ul className="replay-untold" aria-label={words.untold}>
        {report.untold.map((one) => (
          <li key={one.reason}>
            <b>{one.count.toLocaleString()}</b>
            <span>{words.reason(one.reason)}</span>
            {one.examples.slice(0, 1).map((id) => (
              <Link key={id} className="link" href={traceAddress(environment, flowOf(), id)} aria-label={words.traceOf(shortOf(id))}>
                {words.trace}
              </Link>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}
