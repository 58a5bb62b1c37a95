import type { TransferTargets } from "../../api/floor_types";
import { deskStrings } from "../../app/desk_strings";
import { skillTitle, useSession } from "../session";
import { bySoonest } from "./hand_order";

interface Choice {
  targets: TransferTargets | undefined;
  value: string;
  choose: (name: string) => void;
}

const words = deskStrings.hand;

export function CenterChoice({ targets, value, choose }: Choice) {
  const centers = targets?.contact_centers ?? [];
  if (centers.length === 0) return <p className="hint">{words.noCenters}</p>;
  return (
    <label>
      {words.center}
      <select className="input" value={value} onChange={(event) => choose(event.target.value)}>
        <option value="">{words.choose}</option>
        {centers.map((center) => (
          <option key={center.name} value={center.name}>
            {center.title || center.name}
          </option>
        ))}
      </select>
    </label>
  );
}

export function AgentChoice({ targets, value, choose }: Choice) {
  const agents = bySoonest(targets?.agents ?? []);
  if (agents.length === 0) return <p className="hint">{words.noAgents}</p>;
  return (
    <label>
      {words.agent}
      <select className="input" value={value} onChange={(event) => choose(event.target.value)}>
        <option value="">{words.choose}</option>
        {agents.map((agent) => (
          <option key={agent.agent} value={agent.agent}>
            {words.option(agent.name || agent.agent, deskStrings.states[agent.state] ?? agent.state.replaceAll("_", " "))}
          </option>
        ))}
      </select>
    </label>
  );
}

interface Skills {
  center: string;
  skills: Readonly<Record<string, number>>;
  change: (skills: Record<string, number>) => void;
}

/** The skills of the chosen contact center, each with the least level that is asked for. */
export function SkillChoice({ center, skills, change }: Skills) {
  const known = useSession((state) => state.contactCenters.find((candidate) => candidate.name === center)?.skills);
  const names = Object.keys(known ?? {});
  if (names.length === 0) return null;
  const set = (skill: string, level: number | null) => {
    const { [skill]: _, ...rest } = skills;
    change(level === null ? rest : { ...rest, [skill]: Math.min(100, Math.max(0, Math.round(level) || 0)) });
  };
  return (
    <fieldset className="hand-skills">
      <legend>{words.skills}</legend>
      {names.map((skill) => (
        <div key={skill} className="hand-skill">
          <label>
            <input
              type="checkbox"
              checked={skill in skills}
              onChange={(event) => set(skill, event.target.checked ? 1 : null)}
            />
            {skillTitle(center, skill)}
          </label>
          {skill in skills && (
            <input
              className="input"
              type="number"
              min={0}
              max={100}
              value={skills[skill]}
              aria-label={words.level(skillTitle(center, skill))}
              onChange={(event) => set(skill, event.target.valueAsNumber)}
            />
          )}
        </div>
      ))}
    </fieldset>
  );
}
