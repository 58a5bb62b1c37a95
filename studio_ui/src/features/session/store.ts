/** Who is signed in, and the catalogue of the tenant that all rooms of the page read. */

import { create } from "zustand";
import { ApiError, sentence } from "../../api/client";
import { catalogue, session } from "../../api/studio";
import type { Address, ContactCenter, DemoUser, Environment, Session, User } from "../../api/types";
import type { Palette } from "../../document/flow";

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
  useSession.setState({ environments: await catalogue.environments() });
}

async function signedOut(): Promise<void> {
  try {
    useSession.setState({ standing: "signed_out", demoUsers: await session.users() });
  } catch (fault) {
    useSession.setState({ standing: "failed", problem: sentence(fault) });
  }
}

async function enter(who: Session): Promise<void> {
  const [types, environments, contactCenters, addresses, users, demoUsers] = await Promise.all([
    catalogue.nodeTypes(),
    catalogue.environments(),
    orNone(catalogue.contactCenters()),
    orNone(catalogue.addresses()),
    orNone(catalogue.users()),
    orNone(session.users()),
  ]);
  const palette = Object.fromEntries(types.map((type) => [type.name, type]));
  useSession.setState({ standing: "in", session: who, palette, environments, contactCenters, addresses, users, demoUsers });
}

/** A role may not see some of the catalogue: the page then does without. */
async function orNone<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked;
  } catch (fault) {
    if (fault instanceof ApiError && fault.status === 403) return [];
    throw fault;
  }
}

/** The agent at whose desk this session sits; "" if it is nobody's. */
export function agentOf(session: Session | null): string {
  if (!session) return "";
  return session.desk !== session.user || hasRole(session, ["agent"]) ? session.desk : "";
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

/** Roles hold for the whole tenant (key "") or one contact center. */
export function hasRole(session: Session | null, roles: readonly string[], center?: string): boolean {
  const held = [
    ...(session?.roles[""] ?? []),
    ...(center ? (session?.roles[center] ?? []) : Object.values(session?.roles ?? {}).flat()),
  ];
  return roles.some((role) => held.includes(role));
}
