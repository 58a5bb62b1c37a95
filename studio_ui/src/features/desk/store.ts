/** The desk: which agent sits here, what lies on it, and what the agent does about it. */

import { create } from "zustand";
import { sentence } from "../../api/client";
import { demo, desk as routes, session } from "../../api/studio";
import type { AgentView } from "../../api/types";
import { strings } from "../../app/strings";
import { announce, toast } from "../../ui";
import { agentOf, centerTitle, may, nameOf, useSession } from "../session";
import { listen, onDeskCommand } from "../trace";
import { fromReservations, said, withCommand, without, type DeskWork, type Work } from "./reduce";

interface Desk {
  agents: AgentView[];
  loaded: boolean;
  work: DeskWork;
  busy: boolean;
}

export const useDesk = create<Desk>(() => ({ agents: [], loaded: false, work: {}, busy: false }));

const agentHere = (): string => agentOf(useSession.getState().session);

export function attachDesk(): () => void {
  return onDeskCommand((_n, command) => {
    useDesk.setState((state) => ({ work: withCommand(state.work, command, Date.now()) }));
    if (command.type === "Offer") announce(strings.desk.rings(centerTitle(command.contact_center ?? "")));
  });
}

/** All agents for those who lead them, else the one whose desk this is. */
export async function loadAgents(): Promise<void> {
  try {
    const agents = may("watch") ? await routes.agents() : agentHere() === "" ? [] : [await routes.me()];
    useDesk.setState({ agents, loaded: true });
  } catch {
    useDesk.setState({ loaded: true }); // the list is asked for again with the next change of the floor
  }
}

/** Takes up what lies on the desk, and hears its commands from there on. Also opens the feed of a page without a desk. */
export async function sitDown(): Promise<void> {
  if (agentHere() === "") return listen({ deskAfter: -1 });
  try {
    const mine = await routes.me();
    useDesk.setState({ work: fromReservations(mine.reservations ?? []) });
    listen({ deskAfter: mine.n ?? -1 });
  } catch {
    listen({ deskAfter: -1 });
  }
}

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

/** Sit down at this agent's desk; demo agents answer by themselves until somebody does. */
export async function takeOver(agent: string): Promise<void> {
  const done = await doing(async () => {
    await demo.takeOver(agent);
    useSession.setState({ session: await session.get() });
    await sitDown();
    await loadAgents();
  });
  if (done) announce(strings.desk.tookOver(nameOf(agent)));
}

export const setPresence = (intent: string) =>
  doing(async () => {
    if (intent === "offline") await routes.signOut();
    else {
      const mine = useDesk.getState().agents.find((known) => known.agent === agentHere());
      if (mine?.signed_in === false || mine?.state === "signed_out") await routes.signIn();
      await routes.presence(intent);
    }
    await loadAgents();
  });

export async function accept(work: Work): Promise<void> {
  const done = await doing(() => routes.act(work.reservation, "accept"));
  if (done) revise(work.reservation, (mine) => (mine.stage === "ringing" ? { ...mine, stage: "accepting" } : mine));
}

/** Whoever declines is told nothing more of it. */
export async function decline(work: Work): Promise<void> {
  const done = await doing(() => routes.act(work.reservation, "decline"));
  if (done) useDesk.setState((state) => ({ work: without(state.work, work.reservation) }));
}

export async function say(work: Work, text: string): Promise<void> {
  const done = await doing(() => routes.act(work.reservation, "say", { text }));
  if (done) revise(work.reservation, (mine) => said(mine, "agent", text));
}

export async function hangUp(work: Work): Promise<void> {
  await doing(() => routes.act(work.reservation, "hang-up"));
}

export async function finish(work: Work, disposition: string): Promise<void> {
  await doing(() => routes.act(work.reservation, "wrap-up", { disposition }));
}

function revise(reservation: string, how: (work: Work) => Work): void {
  useDesk.setState((state) => {
    const mine = state.work[reservation];
    return mine ? { work: { ...state.work, [reservation]: how(mine) } } : state;
  });
}
