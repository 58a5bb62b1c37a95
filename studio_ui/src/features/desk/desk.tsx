import { useEffect } from "react";
import { strings } from "../../app/strings";
import { Button } from "../../ui";
import { agentOf, nameOf, useSession } from "../session";
import { useLive } from "../trace";
import { loadAgents, setPresence, takeOver, useDesk } from "./store";
import { WorkCard } from "./work_card";

const INTENTS = ["available", "away", "do_not_disturb", "offline"] as const;

export function Desk() {
  const agent = useSession((state) => agentOf(state.session));
  const changes = useLive((state) => state.floorChanges);
  useEffect(() => {
    const soon = window.setTimeout(() => void loadAgents(), 120); // one look for a burst of changes
    return () => window.clearTimeout(soon);
  }, [changes, agent]);
  return (
    <section className="desk" aria-label={strings.desk.title}>
      <h2>{strings.desk.title}</h2>
      {agent ? <Mine agent={agent} /> : <p className="hint">{strings.desk.choose}</p>}
      <Agents here={agent} />
    </section>
  );
}

function Mine({ agent }: { agent: string }) {
  const intent = useDesk((state) => state.agents.find((known) => known.agent === agent)?.intent ?? "offline");
  const work = useDesk((state) => state.work);
  const list = Object.values(work);
  return (
    <>
      <div className="mine">
        <b>{nameOf(agent)}</b>
        <label>
          <span className="unseen">{strings.desk.presence}</span>
          <select className="input" value={intent} onChange={(event) => void setPresence(event.target.value)}>
            {INTENTS.map((word) => (
              <option key={word} value={word}>
                {strings.desk.intents[word]}
              </option>
            ))}
          </select>
        </label>
      </div>
      {list.length === 0 && (
        <p className="quiet-desk">{intent === "available" ? strings.desk.waiting : strings.desk.notAvailable}</p>
      )}
      {list.map((piece) => (
        <WorkCard key={piece.reservation} work={piece} />
      ))}
    </>
  );
}

function Agents({ here }: { here: string }) {
  const agents = useDesk((state) => state.agents);
  const loaded = useDesk((state) => state.loaded);
  const busy = useDesk((state) => state.busy);
  return (
    <>
      <h3>{strings.desk.everyone}</h3>
      {!loaded && <p className="hint">{strings.loading}</p>}
      {loaded && agents.length === 0 && <p className="hint">{strings.desk.nobody}</p>}
      <ul className="agents">
        {agents.map((known) => (
          <li key={known.agent}>
            <span className={`dot dot-${known.state}`} aria-hidden="true" />
            <span className="agent-name">{known.name || nameOf(known.agent)}</span>
            <span className="agent-state">{strings.desk.states[known.state] ?? known.state.replaceAll("_", " ")}</span>
            {known.agent === here ? (
              <span className="agent-here">{strings.desk.you}</span>
            ) : (
              <Button
                kind="quiet"
                disabled={busy}
                aria-label={strings.desk.takeOverOf(known.name || nameOf(known.agent))}
                onClick={() => void takeOver(known.agent)}
              >
                {strings.desk.takeOver}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
