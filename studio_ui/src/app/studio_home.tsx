import { useState } from "react";
import { sentence } from "../api/client";
import { flows } from "../api/studio";
import type { Environment, FlowEntry } from "../api/types";
import { refreshEnvironments, useMay, useSession } from "../features/session";
import { Button, Field, focused } from "../ui";
import { goUnlessLeft, to } from "./address";
import { Link } from "./link";
import { PageBar } from "./masthead";
import { stockStrings } from "./stock_strings";
import { studioStrings as words } from "./studio_strings";
import "./rooms.css";

/** /studio: every environment with its flows, and what callers meet of each. */
export function StudioHome() {
  const environments = useSession((state) => state.environments);
  return (
    <div className="studio-plain">
      <PageBar here="studio" />
      <main className="studio-home" aria-label={words.environments}>
        {environments.length === 0 && <p className="hint">{words.noEnvironments}</p>}
        {environments.map((environment) => (
          <Place key={environment.name} environment={environment} />
        ))}
      </main>
    </div>
  );
}

function Place({ environment }: { environment: Environment }) {
  const title = environment.title || environment.name;
  const mayEdit = useMay("edit", environment.name);
  const differing = environment.flows.filter((flow) => flow.changed).length;
  return (
    <section className="studio-place" aria-label={title}>
      <div className="studio-place-head">
        <h2>{title}</h2>
        <span className={environment.live ? "pill pill-live" : "pill"}>
          {environment.live ? words.live(environment.live) : words.unpublished}
        </span>
        {differing > 0 && <span className="pill pill-dirty">{words.changed(differing)}</span>}
        <Link className="link" href={to("studio", environment.name, "releases")}>
          {words.releases}
        </Link>
        <Link className="link" href={to("studio", environment.name, "replays")}>
          {words.replays}
        </Link>
        {(["prompts", "schedules", "tables", "bindings", "entry"] as const).map((kind) => (
          <Link key={kind} className="link" href={to("studio", environment.name, kind)}>
            {stockStrings.kinds[kind]}
          </Link>
        ))}
      </div>
      {environment.flows.length === 0 && <p className="hint">{words.noFlows}</p>}
      <ul className="studio-flows" aria-label={words.flows(title)}>
        {environment.flows.map((flow) => (
          <Row key={flow.name} environment={environment.name} flow={flow} />
        ))}
      </ul>
      {mayEdit && <NewFlow environment={environment.name} />}
    </section>
  );
}

function Row({ environment, flow }: { environment: string; flow: FlowEntry }) {
  return (
    <li className="row">
      <Link className="row-main link" href={to("studio", environment, "flows", flow.name)}>
        {flow.title || flow.name}
      </Link>
      <code className="row-soft">{flow.name}</code>
      <span className="row-soft studio-kind">{words.kinds[flow.kind] ?? flow.kind}</span>
      <span className="row-soft">{flow.changed ? words.draft : words.asLive}</span>
    </li>
  );
}

const begun = (title: string) => ({
  format: 1,
  title,
  start: "welcome",
  nodes: { welcome: { type: "say", prompt: "Welcome." }, goodbye: { type: "end" } },
  wires: { welcome: { done: "goodbye" } },
});

function NewFlow({ environment }: { environment: string }) {
  const [name, setName] = useState("");
  const [problem, setProblem] = useState("");
  const [asking, setAsking] = useState(false);
  const create = async () => {
    const lead = goUnlessLeft();
    try {
      const title = name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");
      await flows.create(environment, name, begun(title));
      await refreshEnvironments();
      lead(to("studio", environment, "flows", name));
    } catch (fault) {
      setProblem(sentence(fault));
    }
  };
  if (!asking) return <Button onClick={() => setAsking(true)}>{words.newFlow}</Button>;
  return (
    <form
      className="studio-new"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <Field label={words.newName} hint={words.newHint} error={problem}>
        {(ids) => <input {...ids} className="input code" ref={focused} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Button kind="main" type="submit" disabled={name === ""}>
        {words.create}
      </Button>
    </form>
  );
}
