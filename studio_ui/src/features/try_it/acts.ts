/** What the author does: each act is sent with everything before it, one after the other. */

import { ApiError, sentence } from "../../api/client";
import { failureSaid } from "../../api/said";
import { trials, type Act, type Sight, type Walk } from "../../api/trials";
import { tryStrings } from "../../app/try_strings";
import type { Json, JsonObject } from "../../document/json";
import { announce, toast } from "../../ui";
import { numbersOf } from "../caller";
import { runCases } from "../cases";
import { currentFlow, keyOf, useEditing } from "../editing";
import { NO_TRY, useTrying, type Setup } from "./trying";

export const AGENT = "sam";
const AGAIN_MS = 350;

let line: Promise<unknown> = Promise.resolve();

/** One after the other: a key that is pressed while another is on its way comes after it. */
function inTurn(run: () => Promise<void>): Promise<void> {
  const turn = line.then(run, run);
  line = turn;
  return turn;
}

export function begin(): Promise<void> {
  const open = currentFlow();
  const { setup } = useTrying.getState();
  if (!open) return Promise.resolve();
  const start = setup.address ? { address: setup.address } : {};
  useTrying.setState({ ...NO_TRY, of: keyOf(open.environment, open.name), start });
  return inTurn(() => ask([], givenBy(setup)));
}

export function act(next: Act): Promise<void> {
  return inTurn(async () => {
    const { sight } = useTrying.getState();
    if (sight) await ask(sight.steps, sight.given, next);
  });
}

export const step = (done: JsonObject): Promise<void> => act({ step: done });
export const caller = (did: Json): Promise<void> => step({ caller: did });
export const agent = (did: Json): Promise<void> => step({ agent: { [AGENT]: did } });

/** The same steps once more: with something else given, or one step fewer, or on a draft that has changed. */
export function redo(change: (sight: Sight) => { steps?: JsonObject[]; given?: JsonObject } = () => ({})): Promise<void> {
  return inTurn(async () => {
    const { sight } = useTrying.getState();
    if (!sight) return;
    const { steps = sight.steps, given = sight.given } = change(sight);
    await ask(steps, given);
  });
}

export const stepBackwards = (): Promise<void> => redo((sight) => ({ steps: sight.steps.slice(0, -1) }));

/** How something outside answers, from now on. */
export function give(part: "http" | "external" | "numbers", key: string, answer: Json): Promise<void> {
  return redo(({ given }) => ({ given: { ...given, [part]: { ...(given[part] as JsonObject | undefined), [key]: answer } } }));
}

export function endTry(): void {
  useTrying.setState({ ...NO_TRY });
}

export async function keepAs(name: string): Promise<boolean> {
  const { of, sight } = useTrying.getState();
  const walk = sight && walkOf(of, sight.steps, sight.given);
  if (!walk) return false;
  const [environment = "", flow = ""] = of.split("/");
  try {
    const kept = await trials.keep(environment, flow, walk, name);
    toast(tryStrings.kept(kept.name, kept.file));
    void runCases();
    return true;
  } catch (fault) {
    useTrying.setState({ problem: sentence(fault) });
    return false;
  }
}

async function ask(steps: JsonObject[], given: JsonObject, next?: Act): Promise<void> {
  const { of } = useTrying.getState();
  const walk = walkOf(of, steps, given);
  if (!walk) return;
  const [environment = "", flow = ""] = of.split("/");
  useTrying.setState({ busy: true });
  try {
    const sight = await trials.walk(environment, flow, walk, next);
    if (useTrying.getState().of !== of) return;
    const refused = failureSaid(sight.refused);
    const problem = refused && (sight.cut > 0 ? tryStrings.cut(sight.cut, refused) : refused);
    if (problem) announce(problem);
    useTrying.setState({ sight, busy: false, problem, stale: false });
  } catch (fault) {
    const broken = fault instanceof ApiError && fault.findings.length > 0;
    const first = broken ? fault.findings[0]?.message : "";
    useTrying.setState({ busy: false, stale: broken, problem: broken ? `${tryStrings.broken_draft} ${first}` : sentence(fault) });
  }
}

/** With the draft as it is on the screen, saved or not. */
function walkOf(of: string, steps: JsonObject[], given: JsonObject): Walk | null {
  const flow = useEditing.getState().open[of]?.history.doc.flow;
  return flow ? { flow: flow as unknown as JsonObject, start: useTrying.getState().start, steps, given } : null;
}

/** A draft that changes while it is tried is walked again by the same steps. */
export function followDraft(): () => void {
  let timer = 0;
  const forget = useEditing.subscribe((state, before) => {
    const { of, sight } = useTrying.getState();
    if (of === "" || !sight || state.open[of]?.history.doc.flow === before.open[of]?.history.doc.flow) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void redo(), AGAIN_MS);
  });
  return () => {
    clearTimeout(timer);
    forget();
  };
}

export function givenBy(setup: Setup): JsonObject {
  const person = numbersOf().find((known) => known.id === setup.who) ?? numbersOf()[0];
  const told = {
    ...(person?.number ? { number: person.number } : { withheld: true }),
    ...(person?.name ? { name: person.name } : {}),
    ...(person?.language ? { language: person.language } : {}),
  };
  const presence: JsonObject = { free: {}, busy: { presence: "away" }, nobody: { presence: "offline" } }[setup.agents];
  return {
    ...(setup.at ? { at: setup.at.replace("T", " ") } : {}),
    channel: setup.channel,
    caller: told,
    agents: { [AGENT]: { name: tryStrings.agentName, ...presence } },
  };
}
