import { useState } from "react";
import { sentence } from "../../api/client";
import { flows } from "../../api/studio";
import { ask, goUnlessLeft, to } from "../../app/address";
import { releasesStrings as words } from "../../app/releases_strings";
import type { JsonObject } from "../../document/json";
import { sameJson } from "../../document/json";
import { Button, toast } from "../../ui";
import { act, currentFlow, openFlow, useOpen, type OpenFlow } from "../editing";
import { refreshEnvironments, useMay, useSession } from "../session";
import "./releases.css";

/** Over the canvas while a release is looked at: which, and the ways back. */
export function Looking() {
  const release = useOpen((open) => open.release, undefined);
  const environment = useOpen((open) => open.environment, "");
  const mayEdit = useMay("edit", environment);
  const [busy, setBusy] = useState(false);
  if (release === undefined) return null;
  const bring = async () => {
    const seen = currentFlow();
    if (!seen) return;
    setBusy(true);
    try {
      await restore(seen, release);
    } catch (fault) {
      toast(sentence(fault), "wrong");
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="looking" aria-label={words.looking(release)}>
      <b>{words.looking(release)}</b>
      <span className="hint">{words.lookingHint}</span>
      <Button disabled={!mayEdit} off={busy} title={mayEdit ? undefined : words.notYours} onClick={() => void bring()}>
        {words.restore}
      </Button>
      <Button kind="main" onClick={toDraft}>
        {words.toDraft}
      </Button>
    </section>
  );
}

function toDraft(): void {
  for (const word of ["release", "from", "to"]) ask(word, "");
}

/** The draft becomes the flow of this release; one undo brings the draft back. A flow that was removed is added again. */
async function restore(seen: OpenFlow, release: number): Promise<void> {
  const { environment, name } = seen;
  const lead = goUnlessLeft();
  const { flow, layout } = seen.history.doc;
  const known = useSession.getState().environments.find((place) => place.name === environment);
  if (!known?.flows.some((entry) => entry.name === name)) {
    await flows.create(environment, name, flow as unknown as JsonObject);
    await refreshEnvironments();
  }
  lead(to("studio", environment, "flows", name));
  await openFlow(environment, name);
  const now = currentFlow();
  if (now?.environment !== environment || now.name !== name || now.release !== undefined) return; // somebody has opened another
  const draft = now.history.doc.flow;
  if (sameJson(draft as unknown as JsonObject, flow as unknown as JsonObject)) return toast(words.same(release));
  act({ do: "become", flow, layout }, words.restored(release));
  toast(words.restoredHint(release));
}
