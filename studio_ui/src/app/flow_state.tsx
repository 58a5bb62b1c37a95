import { useEditing, useOpen, useWhyNot } from "../features/editing";
import { useSession } from "../features/session";
import { useLive } from "../features/trace";
import { useConflict } from "./conflict";
import { strings } from "./strings";

/** Which flow is open, whether it is saved, and what is live: the left half of the header. */
export function FlowChoice({ chosen, choose }: { chosen: string; choose: (environment: string, flow: string) => void }) {
  const environments = useSession((state) => state.environments);
  const known = environments.some((place) => place.flows.some((flow) => `${place.name}/${flow.name}` === chosen));
  return (
    <select
      className="input flow-choice"
      aria-label={strings.header.environment}
      value={chosen}
      onChange={(event) => {
        const [environment = "", flow = ""] = event.target.value.split("/");
        choose(environment, flow);
      }}
    >
      {!known && (
        <option value={chosen} disabled>
          {chosen}
        </option>
      )}
      {environments.flatMap((environment) =>
        environment.flows.map((flow) => (
          <option key={`${environment.name}/${flow.name}`} value={`${environment.name}/${flow.name}`}>
            {environment.title || environment.name} / {flow.title || flow.name}
          </option>
        )),
      )}
    </select>
  );
}

export function SaveState() {
  const standing = useOpen((open) => open.standing, undefined);
  const problem = useOpen((open) => open.problem, "");
  const whyNot = useWhyNot();
  if (!standing) return null;
  if (whyNot) {
    return (
      <span className="pill" title={whyNot}>
        {strings.header.viewOnly}
      </span>
    );
  }
  if (standing === "conflict") {
    return (
      <button type="button" className="pill pill-conflict" title={problem} onClick={() => useConflict.setState({ later: "" })}>
        {strings.header.conflict}…
      </button>
    );
  }
  return (
    <span className={`pill pill-${standing}`} role="status" title={problem}>
      {strings.header[standing]}
    </span>
  );
}

export function LivePill() {
  const environment = useEditing((state) => state.open[state.current]?.environment ?? "");
  const live = useSession((state) => state.environments.find((known) => known.name === environment)?.live ?? null);
  const calls = useLive((state) => Object.values(state.dialogues).filter((known) => known.state !== "ended").length);
  if (!environment) return null;
  return (
    <span className={live ? "pill pill-live" : "pill"}>
      {live ? `● ${strings.header.live(live, calls)}` : strings.header.unpublished}
    </span>
  );
}
