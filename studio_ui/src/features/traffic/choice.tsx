import { useEffect } from "react";
import { trafficStrings as words } from "../../app/traffic_strings";
import { useDrawer } from "../../app/drawer_store";
import { strings } from "../../app/strings";
import { Button } from "../../ui";
import { useEditing } from "../editing";
import { countOnce, countTraffic, useTraffic, wantTraffic, type TrafficSince } from "./store";

/** Counts when the flow or what is wanted changes: whoever shows counts draws this beside them. */
export function TrafficChoice() {
  const environment = useEditing((state) => state.open[state.current]?.environment ?? "");
  const flow = useEditing((state) => state.open[state.current]?.name ?? "");
  const wanted = useTraffic((state) => state.wanted);
  const standing = useTraffic((state) => state.standing);
  useEffect(() => {
    if (flow) countOnce(environment, flow);
  }, [environment, flow, wanted]);
  return (
    <span className="traffic-choice">
      <select
        className="input"
        aria-label={words.since}
        value={wanted.since}
        onChange={(event) => wantTraffic({ since: event.target.value as TrafficSince })}
      >
        {Object.entries(words.sinceWhen).map(([since, title]) => (
          <option key={since} value={since}>
            {title}
          </option>
        ))}
      </select>
      {wanted.since === "days" && <Days />}
      <Counted />
      <Button kind="quiet" disabled={!flow} off={standing === "looking"} onClick={() => void countTraffic(environment, flow)}>
        {words.again}
      </Button>
    </span>
  );
}

function Days() {
  const first = useTraffic((state) => state.wanted.first);
  const last = useTraffic((state) => state.wanted.last);
  return (
    <>
      <input
        type="date"
        className="input"
        aria-label={words.firstDay}
        value={first}
        max={last}
        onChange={(event) => wantTraffic({ first: event.target.value })}
      />
      <input
        type="date"
        className="input"
        aria-label={words.lastDay}
        value={last}
        min={first}
        onChange={(event) => wantTraffic({ last: event.target.value })}
      />
    </>
  );
}

function Counted() {
  const counted = useTraffic((state) => state.counted);
  const standing = useTraffic((state) => state.standing);
  const problem = useTraffic((state) => state.problem);
  const drawerTells = useDrawer((state) => state.open && state.tab === "traffic");
  if (standing === "failed" && !drawerTells) {
    return (
      <span role="alert" className="field-error">
        {problem}
      </span>
    );
  }
  if (!counted) return <span role="status">{standing === "looking" ? strings.loading : ""}</span>;
  const time = new Date(Math.min(counted.to_ms, Date.now())).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  return (
    <span role="status">
      <b>{words.dialogues(counted.dialogues)}</b> <span className="row-soft">{words.asOf(time)}</span>
    </span>
  );
}
