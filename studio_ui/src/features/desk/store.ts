/** The desk: which agent sits here, what lies on it, and how it hears of changes. */

import { create } from "zustand";
import { sentence } from "../../api/client";
import { desk as routes } from "../../api/floor";
import type { AgentView, DeskView } from "../../api/floor_types";
import { demo, session } from "../../api/studio";
import type { Command } from "../../api/types";
import { deskStrings } from "../../app/desk_strings";
import { announce, toast } from "../../ui";
import { agentOf, centerTitle, may, nameOf, useSession } from "../session";
import { listen, onDeskCommand, stopListening } from "../trace";
import { keep, withKept } from "./kept";
import { choiceOf, meantBy, wordsFor } from "./presence_words";
import { fromReservations, parted, shownOf, withCommand, type DeskWork, type Work } from "./reduce";

interface Desk {
  /** One's own desk as the server tells it; null before, and for those who have none. */
  me: DeskView | null;
  agents: AgentView[];
  standing: "loading" | "ready" | "failed";
  problem: string;
  work: DeskWork;
  /** The conversation that is shown, if it is still there. */
  open: string;
  /** Where the agent has just done something: the focus stays with it. */
  attended: string;
  /** All conversations are in sight at once. */
  wide: boolean;
  /** Refusals, at the work that they are about. */
  refused: Readonly<Record<string, string>>;
  busy: boolean;
}

const BARE = { me: null, agents: [], work: {}, open: "", attended: "", refused: {} };

export const useDesk = create<Desk>(() => ({ ...BARE, wide: false, standing: "loading", problem: "", busy: false }));

export const clearDesk = (): void => useDesk.setState(BARE);

const agentHere = (): string => agentOf(useSession.getState().session);

export function attachDesk(): () => void {
  const kept = useDesk.subscribe((state, before) => {
    if (state.work !== before.work) keep(state.work);
  });
  const told = onDeskCommand((_n, command) => {
    const { work, open, wide } = useDesk.getState();
    const about = command.reservation ?? "";
    const seen = wide ? about : (shownOf(parted(work).taken, open)?.reservation ?? "");
    tell(command, work[about], seen);
    useDesk.setState({ work: withCommand(work, command, Date.now(), seen) });
  });
  return () => {
    kept();
    told();
  };
}

/** What a screen reader is told, since it happens elsewhere on the desk than where the agent is. */
function tell(command: Command, mine: Work | undefined, seen: string): void {
  const desk = deskStrings;
  if (command.type === "Offer") {
    const [offer] = Object.values(withCommand({}, command, Date.now()));
    if (!offer) return;
    const channel = desk.channels[offer.channel] ?? offer.channel;
    announce(desk.rings(channel, centerTitle(offer.contactCenter), offer.caller, offer.ringS));
  } else if (!mine) return;
  else if (command.type === "RescindOffer") announce(desk.gone[command.reason ?? ""] ?? desk.goneOther);
  else if (command.type === "WorkClosed" && command.wrap_up_s) announce(desk.closed(centerTitle(mine.contactCenter)));
  else if (command.type === "WorkHeard" && mine.reservation !== seen) announce(desk.wrote(mine.caller || desk.somebody));
}

/** The own desk, and all agents for those who lead them. */
export async function loadDesk(): Promise<void> {
  const mine = agentHere();
  try {
    const [me, agents] = await Promise.all([mine === "" ? null : routes.me(), may("watch") ? routes.agents() : []]);
    if (mine !== agentHere()) return; // somebody else sits here by now
    useDesk.setState({ me, agents, standing: "ready", problem: "" });
  } catch (fault) {
    const before = useDesk.getState().standing;
    // What is shown stays; the desk is asked for again with the next change of the floor.
    if (before !== "ready") useDesk.setState({ standing: "failed", problem: sentence(fault) });
  }
}

const BURST_MS = 120;
let soon: number | undefined;

/** One look for a burst of changes, also where they never end. */
export function loadDeskSoon(): void {
  soon ??= window.setTimeout(() => {
    soon = undefined;
    void loadDesk();
  }, BURST_MS);
}

/** Takes up what lies on the desk, and hears its commands from there on. Also opens the feed of a page without a desk. */
export async function sitDown(): Promise<void> {
  if (agentHere() === "") return listen({ deskAfter: -1 });
  try {
    const me = await routes.me();
    const work = withKept(fromReservations(me.reservations ?? [], Date.now()));
    useDesk.setState({ me, work, open: "", attended: "", refused: {} });
    listen({ deskAfter: me.n ?? -1 });
  } catch {
    listen({ deskAfter: -1 });
  }
}

/** Sit down at this agent's desk; demo agents answer by themselves until somebody does. */
export async function takeOver(agent: string): Promise<void> {
  const done = await doing(async () => {
    stopListening();
    try {
      await demo.takeOver(agent);
      useSession.setState({ session: await session.get() });
    } finally {
      await sitDown();
    }
    await loadDesk();
  });
  if (done) announce(deskStrings.tookOver(nameOf(agent)));
}

let turns: Promise<unknown> = Promise.resolve();

/** During a conversation the server keeps it for afterwards. What is meant last comes last, however quickly it is said. */
export function setPresence(choice: string): Promise<void> {
  const turn = turns.then(() => sendPresence(choice));
  turns = turn.catch(() => undefined);
  return turn;
}

async function sendPresence(choice: string): Promise<void> {
  const meant = meantBy(choice);
  await doing(async () => {
    if (meant.intent === "offline") await routes.signOut();
    else {
      const mine = useDesk.getState().me;
      if (mine?.signed_in === false || mine?.state === "signed_out") await routes.signIn();
      await routes.presence(meant.intent, meant.reason);
    }
    await loadDesk();
  });
  const { me } = useDesk.getState();
  if (me?.next_intent && choiceOf(nextOf(me)) === choice) {
    announce(deskStrings.nextSet(wordsFor(meant, me.away_reasons ?? {})));
  }
}

export const nextOf = (me: DeskView) => ({ intent: me.next_intent ?? "", reason: me.next_reason ?? "" });

/** Nothing comes next: what is meant now goes on. */
export const clearNext = (): Promise<void> => setPresence(useDesk.getState().me?.intent ?? "available");

async function doing(what: () => Promise<unknown>): Promise<boolean> {
  useDesk.setState({ busy: true });
  try {
    await what();
    return true;
  } catch (fault) {
    toast(sentence(fault), "wrong");
    return false;
  } finally {
    useDesk.setState({ busy: false });
  }
}
