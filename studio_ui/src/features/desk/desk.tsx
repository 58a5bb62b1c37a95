import { Suspense, useEffect } from "react";
import { strings } from "../../app/strings";
import { Button, later } from "../../ui";
import { agentOf, centerTitle, nameOf, useMay, useSession } from "../session";
import { useLive } from "../trace";
import type { Work } from "./reduce";
import { loadAgents, setPresence, takeOver, useDesk } from "./store";

const WorkCard = later<{ work: Work }>(() => import("./work_card").then((room) => ({ default: room.WorkCard })));

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
      <Suspense fallback={<p className="hint">{strings.loading}</p>}>
        {list.map((piece) => (
          <WorkCard key={piece.reservation} work={piece} />
        ))}
      </Suspense>
    </>
  );
}

interface Row {
  agent: string;
  name: string;
  state: string;
  centers: string;
}

/** All agents with their state for those who lead them; for others the desks of the demo, by name. */
function useRows(): Row[] {
  const agents = useDesk((state) => state.agents);
  const people = useSession((state) => state.demoUsers);
  const tenant = useSession((state) => state.session?.tenant);
  const watches = useMay("watch");
  const titles = (centers: readonly string[]) => centers.map(centerTitle).join(", ");
  if (watches) {
    return agents.map((known) => ({
      agent: known.agent,
      name: known.name || nameOf(known.agent),
      state: known.state,
      centers: titles(known.contact_centers ?? []),
    }));
  }
  return people
    .filter((person) => person.tenant === tenant && person.contact_centers.length > 0)
    .map((person) => ({ agent: person.user, name: person.name, state: "", centers: titles(person.contact_centers) }));
}

function Agents({ here }: { here: string }) {
  const rows = useRows();
  const loaded = useDesk((state) => state.loaded);
  const busy = useDesk((state) => state.busy);
  const tookOver = useSession((state) => here !== "" && state.session?.user !== here);
  if (!loaded) return <p className="hint">{strings.loading}</p>;
  return (
    <>
      <h3>{strings.desk.everyone}</h3>
      {rows.length === 0 && <p className="hint">{strings.desk.nobody}</p>}
      <ul className="agents">
        {rows.map(({ agent, name, state, centers }) => (
          <li key={agent}>
            {state === "" ? <span /> : <span className={`dot dot-${state}`} aria-hidden="true" />}
            <span className="agent-name">
              {name} <span className="agent-centers">{centers}</span>
            </span>
            <span className="agent-state">{strings.desk.states[state] ?? state.replaceAll("_", " ")}</span>
            {agent === here ? (
              <span className="agent-here">{strings.desk.you}</span>
            ) : (
              <Button
                kind="quiet"
                disabled={busy}
                aria-label={strings.desk.takeOverOf(name)}
                onClick={() => void takeOver(agent)}
              >
                {strings.desk.takeOver}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p className="hint">{tookOver ? strings.desk.lunch : strings.desk.robots}</p>
    </>
  );
}
