/** A flow as it was in a release, opened beside the draft to be looked at. */

import { sentence } from "../../api/client";
import { releases } from "../../api/releases";
import { strings } from "../../app/strings";
import { begin } from "../../document/history";
import { isObject, type JsonObject } from "../../document/json";
import { docOf } from "../../document/select";
import { useSession } from "../session";
import { keyOf, placed, useEditing, type OpenFlow } from "./store";
import { flows } from "../../api/studio";

const keyOfRelease = (environment: string, flow: string, number: number): string => `${keyOf(environment, flow)}@${number}`;

/** Opens it; a release has no layout, so that its cards lie where the draft has them. Forgets what was looked at before. */
export async function showRelease(environment: string, name: string, number: number): Promise<void> {
  const key = keyOfRelease(environment, name, number);
  if (key in useEditing.getState().open) return useEditing.setState({ current: key, pick: null, loading: "", problem: "" });
  useEditing.setState({ loading: key, problem: "" });
  try {
    const [release, draft] = await Promise.all([releases.one(environment, number), hasDraft(environment, name) ? flows.get(environment, name).catch(() => null) : null]);
    if (useEditing.getState().loading !== key) return;
    const flow = release.content.flows[name];
    if (!flow) return useEditing.setState({ loading: "", problem: strings.header.notInRelease(number) });
    const doc = placed(docOf(flow, draft?.layout ?? null));
    const prompts = { ...draft?.prompts, ...promptsOf(release.content.environment) };
    const open: OpenFlow = {
      environment,
      name,
      history: begin(doc),
      stored: doc,
      hash: "",
      liveRelease: draft?.live_release ?? null,
      prompts,
      standing: "saved",
      problem: "",
      findings: [],
      release: number,
    };
    useEditing.setState((state) => ({ open: { ...drafts(state.open), [key]: open }, current: key, loading: "", pick: null }));
  } catch (fault) {
    if (useEditing.getState().loading === key) useEditing.setState({ loading: "", problem: sentence(fault) });
  }
}

/** A flow that was removed has none. */
const hasDraft = (environment: string, name: string): boolean =>
  useSession
    .getState()
    .environments.some((known) => known.name === environment && known.flows.some((flow) => flow.name === name));

function promptsOf(environment: JsonObject): JsonObject {
  const prompts = environment["prompts"];
  return isObject(prompts) ? prompts : {};
}

const drafts = (open: Record<string, OpenFlow>): Record<string, OpenFlow> =>
  Object.fromEntries(Object.entries(open).filter(([, flow]) => flow.release === undefined));
