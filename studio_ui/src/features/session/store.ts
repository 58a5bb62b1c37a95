/** Who is signed in, and the catalogue of the tenant that all rooms of the page read. */

import { create } from "zustand";
import { ApiError, sentence } from "../../api/client";
import { catalogue, session } from "../../api/studio";
import { language } from "../../app/language";
import type { Address, ContactCenter, DemoUser, Environment, Session, User } from "../../api/types";
import type { Palette } from "../../document/flow";
import { callOutcomes } from "../../document/select";

interface SessionState {
  standing: "loading" | "signed_out" | "in" | "failed";
  problem: string;
  session: Session | null;
  demoUsers: DemoUser[];
  palette: Palette;
  environments: Environment[];
  contactCenters: ContactCenter[];
  addresses: Address[];
  users: User[];
}

export const useSession = create<SessionState>(() => ({
  standing: "loading",
  problem: "",
  session: null,
  demoUsers: [],
  palette: {},
  environments: [],
  contactCenters: [],
  addresses: [],
  users: [],
}));

export async function start(): Promise<void> {
  try {
    await enter(await session.get());
  } catch (fault) {
    if (fault instanceof ApiError && fault.status === 401) return signedOut();
    useSession.setState({ standing: "failed", problem: sentence(fault) });
  }
}

export async function signIn(tenant: string, user: string): Promise<void> {
  await enter(await session.open(tenant, user));
}

export async function signOut(): Promise<void> {
  await session.close();
  location.reload();
}

export async function refreshEnvironments(): Promise<void> {
  const { session: who } = useSession.getState();
  if (who && may("read")) useSession.setState({ environments: await readable(who) });
}

async function signedOut(): Promise<void> {
  try {
    useSession.setState({ standing: "signed_out", demoUsers: await session.users() });
  } catch (fault) {
    useSession.setState({ standing: "failed", problem: sentence(fault) });
  }
}

/** The catalogue as far as this person may see it: what is not for the role is not asked for. */
async function enter(who: Session): Promise<void> {
  const [read, watch] = [holds(who, "read"), holds(who, "watch")];
  const known = useSession.getState().demoUsers;
  const [types, environments, contactCenters, addresses, users, demoUsers] = await Promise.all([
    catalogue.nodeTypes(language),
    read ? readable(who) : [],
    catalogue.contactCenters(),
    read ? catalogue.addresses() : [],
    watch ? catalogue.users() : [],
    known.length > 0 ? known : orNone(session.users()), // the sign-in page has asked already
  ]);
  const palette = Object.fromEntries(types.map((type) => [type.name, { ...type, ...type.words?.[language] }]));
  callOutcomes(Object.fromEntries(types.map((type) => [type.name, type.outcome_titles ?? {}])));
  useSession.setState({ standing: "in", session: who, palette, environments, contactCenters, addresses, users, demoUsers });
}

/** The environments whose flows this person may read. */
async function readable(who: Session): Promise<Environment[]> {
  return (await catalogue.environments()).filter((environment) => holds(who, "read", environment.name));
}

/** Only a demo tells its people; elsewhere the page does without. */
async function orNone<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked;
  } catch (fault) {
    if (fault instanceof ApiError && (fault.status === 403 || fault.status === 404)) return [];
    throw fault;
  }
}

/** The agent at whose desk this session sits; "" if it is nobody's. */
export function agentOf(session: Session | null): string {
  if (!session) return "";
  return session.desk !== session.user || holds(session, "answer") ? session.desk : "";
}

export function nameOf(user: string): string {
  const state = useSession.getState();
  return (
    state.users.find((known) => known.user === user)?.name ?? state.demoUsers.find((known) => known.user === user)?.name ?? user
  );
}

export function centerTitle(name: string): string {
  return useSession.getState().contactCenters.find((center) => center.name === name)?.title ?? name;
}

/** Skills are named by their contact center. */
export function skillTitle(center: string, skill: string): string {
  const known = useSession.getState().contactCenters.find((candidate) => candidate.name === center);
  return known?.skills?.[skill]?.title || skill.replaceAll("_", " ");
}

/** The duties of the server's role table that the page offers controls for. */
const DUTIES = {
  read: ["editor", "viewer", "supervisor", "administrator"],
  edit: ["editor"],
  check: ["editor", "viewer"],
  watch: ["supervisor", "administrator"],
  answer: ["agent"],
  administer: ["administrator"],
} as const;
export type Duty = keyof typeof DUTIES;

/** Whether this person may; `place` narrows it to one contact center or environment. */
function holds(who: Session | null, duty: Duty, place?: string): boolean {
  const roles: readonly string[] = DUTIES[duty];
  const held =
    place === undefined ? Object.values(who?.roles ?? {}).flat() : [...(who?.roles[""] ?? []), ...(who?.roles[place] ?? [])];
  return held.some((role) => roles.includes(role));
}

export const may = (duty: Duty, place?: string): boolean => holds(useSession.getState().session, duty, place);

export function useMay(duty: Duty, place?: string): boolean {
  return useSession((state) => holds(state.session, duty, place));
}
