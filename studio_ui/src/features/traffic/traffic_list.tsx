import { useMemo, useState } from "react";
import { trafficStrings as words } from "../../app/traffic_strings";
import { traceStrings } from "../../app/trace_strings";
import { strings } from "../../app/strings";
import { showDrawer } from "../../app/drawer_store";
import type { FlowTraffic } from "../../api/passed";
import { titleOf } from "../../document/flow";
import { outcomeLabel } from "../../document/select";
import { Meter } from "../../ui";
import { pick, useDoc } from "../editing";
import { useSession } from "../session";
import { useFlowKey, wantAt } from "../trace";
import { TrafficChoice } from "./choice";
import { linesOf, type Order, type StepLine, type WayLine } from "./lines";
import { useTraffic, wantTraffic } from "./store";
import "./traffic.css";

/** Every step with how many came, which way they went and how many left there. */
export function TrafficList() {
  const counted = useTraffic((state) => state.counted);
  const [order, setOrder] = useState<Order>("flow");
  return (
    <div className="traffic">
      <div className="drawer-line">
        <TrafficChoice />
        <Narrowing />
        <label className="traffic-order">
          {words.order}{" "}
          <select className="input" value={order} onChange={(event) => setOrder(event.target.value as Order)}>
            {Object.entries(words.orders).map(([key, title]) => (
              <option key={key} value={key}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Problem />
      {counted && (counted.dialogues > 0 ? <Table counted={counted} order={order} /> : <p className="hint drawer-empty">{words.none}</p>)}
    </div>
  );
}

function Narrowing() {
  const { channel, tests } = useTraffic((state) => state.wanted);
  return (
    <>
      <select
        className="input"
        aria-label={traceStrings.channel}
        value={channel}
        onChange={(event) => wantTraffic({ channel: event.target.value })}
      >
        <option value="">{traceStrings.anyChannel}</option>
        {Object.entries(strings.channels).map(([key, title]) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
      <label className="trace-tests">
        <input type="checkbox" checked={tests} onChange={(event) => wantTraffic({ tests: event.target.checked })} /> {words.showTests}
      </label>
    </>
  );
}

function Problem() {
  const { standing, problem, counted } = useTraffic();
  const since = counted && new Date(counted.since_ms).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  return (
    <>
      {standing === "failed" && (
        <p role="alert" className="field-error traffic-word">
          {counted ? words.old(problem) : problem}
        </p>
      )}
      {counted && !counted.complete && <p className="hint traffic-word">{words.incomplete(counted.dialogues, since ?? "")}</p>}
    </>
  );
}

function Table({ counted, order }: { counted: FlowTraffic; order: Order }) {
  const flow = useDoc((doc) => doc.flow, null);
  const palette = useSession((state) => state.palette);
  const lines = useMemo(() => (flow ? linesOf(counted, flow, palette, order) : []), [counted, flow, palette, order]);
  const ends = Object.entries(counted.ended).filter(([, n]) => n > 0);
  return (
    <>
      <p className="traffic-word row-soft">
        {ends.map(([end, n]) => `${traceStrings.ends[end] ?? end} ${words.times(n)} (${words.share((100 * n) / counted.dialogues)})`).join(" · ")}
      </p>
      <table className="traffic-table" aria-label={words.table}>
        <thead>
          <tr>
            <th scope="col">{words.step}</th>
            <th scope="col" colSpan={2}>
              {words.came}
            </th>
            <th scope="col">{words.dropped}</th>
            <th scope="col">{words.here}</th>
          </tr>
        </thead>
        {lines.map((line) => (
          <Step key={line.node} line={line} />
        ))}
      </table>
    </>
  );
}

function Step({ line }: { line: StepLine }) {
  const node = useDoc((doc) => doc.flow.nodes[line.node], undefined);
  const flow = useFlowKey();
  const title = titleOf(line.node, node);
  const { dialogues, dropped, here } = line.traffic;
  return (
    <tbody>
      <tr className="traffic-step">
        <th scope="row">
          {line.known ? (
            <button type="button" className="link" aria-label={words.open(title)} onClick={() => pick({ node: line.node })}>
              {title}
            </button>
          ) : (
            <>
              {title} <span className="row-soft">{words.gone}</span>
            </>
          )}
        </th>
        <td className="traffic-bar">
          <Meter share={line.share} tone="calm" />
        </td>
        <td className="traffic-n">
          {words.times(dialogues)} <span className="row-soft">{words.share(100 * line.share)}</span>
        </td>
        <td className="traffic-n">{dropped > 0 && <Who step={line.node} title={title} n={dropped} of={dialogues} />}</td>
        <td className="traffic-n">{here > 0 ? words.times(here) : ""}</td>
      </tr>
      {line.ways.map((way) => (
        <Way key={`${flow}/${way.outcome}`} step={line.node} title={title} label={outcomeLabel(node, way.outcome)} way={way} />
      ))}
    </tbody>
  );
}

/** How many, and a way to them one by one. */
function Who({ step, title, n, of }: { step: string; title: string; n: number; of: number }) {
  const show = () => {
    wantAt(step, { stopped: true, ended: "dropped" });
    showDrawer("trace");
  };
  return (
    <button type="button" className="link traffic-left" onClick={show}>
      {words.left(n)} {words.share((100 * n) / Math.max(1, of))} <span className="unseen">{words.who(title)}</span>
    </button>
  );
}

function Way({ step, title, label, way }: { step: string; title: string; label: string; way: WayLine }) {
  const show = () => {
    wantAt(step, { outcome: way.outcome });
    showDrawer("trace");
  };
  return (
    <tr className={way.times > 0 ? "traffic-way" : "traffic-way traffic-none"}>
      <td>
        {way.dialogues > 0 ? (
          <button type="button" className="link" aria-label={words.through(title, label)} onClick={show}>
            {label}
          </button>
        ) : (
          label
        )}
      </td>
      <td className="traffic-bar">
        <Meter share={way.share} />
      </td>
      <td className="traffic-n">
        {words.wayCame(way.dialogues, way.times)} {way.times > 0 && <span className="row-soft">{words.share(100 * way.share)}</span>}
      </td>
      <td className="traffic-n row-soft">{way.dropped > 0 && words.leftAfter(way.dropped)}</td>
      <td />
    </tr>
  );
}
