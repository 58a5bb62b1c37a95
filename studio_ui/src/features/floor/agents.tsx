import { useState } from "react";
import type { AgentView } from "../../api/floor_types";
import { whySaid } from "../../api/said";
import { floorStrings as words } from "../../app/floor_strings";
import { deskStrings } from "../../app/desk_strings";
import { Meter } from "../../ui";
import { centerTitle } from "../session";
import { clock, found, inOrder } from "./derive";
import { Finder, MOST } from "./finder";
import { pick, useFloor } from "./store";

const HEADS = [words.agent, words.state, words.since, words.centers, words.load, words.reasons];

/** Everybody who works for the queues above: what they do, for how long, and why nothing comes to them. */
export function AgentTable({ agents, atMs }: { agents: readonly AgentView[]; atMs: number }) {
  const [sought, setSought] = useState("");
  const rows = found(inOrder(agents), (agent) => agent.name || agent.agent, sought, MOST);
  return (
    <section aria-label={words.agents} className="floor-section">
      <h2>{words.agents}</h2>
      <Finder label={words.findAgent} value={sought} change={setSought} shown={rows.length} all={agents.length} />
      {agents.length === 0 && <p className="hint">{words.noAgents}</p>}
      {agents.length > 0 && (
        <table className="floor-table agent-table">
          <thead>
            <tr>
              {HEADS.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((agent) => (
              <Row key={agent.agent} agent={agent} atMs={atMs} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const WHOLE = 100;

function Row({ agent, atMs }: { agent: AgentView; atMs: number }) {
  const picked = useFloor((state) => state.picked?.kind === "agent" && state.picked.id === agent.agent);
  const since = agent.since_ms ? clock((atMs - agent.since_ms) / 1000) : "";
  const load = agent.load ?? 0;
  return (
    <tr className={picked ? "row-picked" : ""}>
      <th scope="row">
        <button type="button" className="pick" aria-pressed={picked} onClick={() => pick({ kind: "agent", id: agent.agent })}>
          {agent.name || agent.agent}
        </button>
      </th>
      <td>
        <span className={`dot dot-${agent.state}`} aria-hidden="true" />{" "}
        {deskStrings.states[agent.state] ?? agent.state.replaceAll("_", " ")}
        {agent.next_intent && (
          <span className="figure-more">{words.next((deskStrings.intents[agent.next_intent] ?? agent.next_intent).toLowerCase())}</span>
        )}
      </td>
      <td className="figure">{since}</td>
      <td>{(agent.contact_centers ?? []).map(centerTitle).join(", ")}</td>
      <td className="load">
        <span className="figure">{workOf(agent) || words.idle}</span>
        <Meter share={load / WHOLE} tone={load >= WHOLE ? "now" : "calm"} />
      </td>
      <td className="reasons">{agent.reasons?.map(whySaid).join("; ") || words.takesOffers}</td>
    </tr>
  );
}

/** `1 call, 2 chats` */
function workOf(agent: AgentView): string {
  const counts = new Map<string, number>();
  for (const { channel } of agent.reservations ?? []) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  return [...counts]
    .map(([channel, n]) => {
      const [one, many] = words.kinds[channel] ?? [channel, channel];
      return `${n} ${n === 1 ? one : many}`;
    })
    .join(", ");
}
