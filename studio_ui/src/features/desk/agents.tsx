import { deskStrings } from "../../app/desk_strings";
import { strings } from "../../app/strings";
import { Button } from "../../ui";
import { centerTitle, nameOf, useMay, useSession } from "../session";
import { takeOver, useDesk } from "./store";

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

/** The button that was pressed is gone once one sits there. */
async function sitDownAt(agent: string): Promise<void> {
  await takeOver(agent);
  if (document.activeElement === document.body) document.querySelector<HTMLElement>(".desk")?.focus();
}

export function Agents({ here }: { here: string }) {
  const rows = useRows();
  const loading = useDesk((state) => state.standing === "loading");
  const busy = useDesk((state) => state.busy);
  const tookOver = useSession((state) => here !== "" && state.session?.user !== here);
  if (loading) return <p className="hint">{strings.loading}</p>;
  return (
    <>
      <h3>{deskStrings.everyone}</h3>
      {rows.length === 0 && <p className="hint">{deskStrings.nobody}</p>}
      <ul className="agents">
        {rows.map(({ agent, name, state, centers }) => (
          <li key={agent}>
            {state === "" ? <span /> : <span className={`dot dot-${state}`} aria-hidden="true" />}
            <span className="agent-name">
              {name} <span className="agent-centers">{centers}</span>
            </span>
            <span className="agent-state">{deskStrings.states[state] ?? state.replaceAll("_", " ")}</span>
            {agent === here ? (
              <span className="agent-here">{deskStrings.you}</span>
            ) : (
              <Button
                kind="quiet"
                off={busy}
                aria-label={deskStrings.takeOverOf(name)}
                onClick={() => void sitDownAt(agent)}
              >
                {deskStrings.takeOver}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p className="hint">{tookOver ? deskStrings.lunch : deskStrings.robots}</p>
    </>
  );
}
