/** The cell as its nodes told it last: asked for every two seconds while it is seen. */

import { create } from "zustand";
import { ApiError, sentence } from "../../api/client";
import { operations as routes, type CellSeen, type Letter, type NodeSeen } from "../../api/operations";
import { operationsStrings as words } from "../../app/operations_strings";
import { announce, toast } from "../../ui";

interface Operations {
  standing: "loading" | "signed_out" | "ready" | "failed";
  problem: string;
  cell: CellSeen | null;
  /** What each node said of itself; null for one that does not answer. */
  figures: Readonly<Record<string, NodeSeen | null>>;
  dead: { letters: readonly Letter[]; more: boolean };
  /** The last question was not answered. */
  stale: boolean;
  /** Node -> the shards that it had when it began to be emptied from here. */
  emptied: Readonly<Record<string, number>>;
}

export const useOperations = create<Operations>(() => ({
  standing: "loading",
  problem: "",
  cell: null,
  figures: {},
  dead: { letters: [], more: false },
  stale: false,
  emptied: {},
}));

const EVERY_MS = 2000;
const RENEW_EVERY = 60; // looks: a session that is looked at is in use
let looking: Promise<void> | null = null;
let looks = 0;

/** Begins after what was done before it: a look that is under way may still tell of what was. */
export async function lookAgain(): Promise<void> {
  while (looking) await looking;
  await look();
}

/** One at a time. */
function look(): Promise<void> {
  looking ??= lookNow().finally(() => (looking = null));
  return looking;
}

async function lookNow(): Promise<void> {
  try {
    if (looks++ % RENEW_EVERY === 0) await routes.signedIn();
    const [cell, dead] = await Promise.all([routes.cell(), routes.dead()]);
    const told = await Promise.all(cell.nodes.map((row) => (row.state === "silent" ? null : nodeOrNull(row.node))));
    const figures = Object.fromEntries(cell.nodes.map((row, place) => [row.node, told[place] ?? null]));
    useOperations.setState({ standing: "ready", cell, dead, figures, stale: false, problem: "", emptied: stillEmptied(cell) });
  } catch (fault) {
    failed(fault);
  }
}

/** One node that does not answer leaves the others shown. */
async function nodeOrNull(node: string): Promise<NodeSeen | null> {
  try {
    return await routes.node(node);
  } catch (fault) {
    if (fault instanceof ApiError && fault.status === 401) throw fault;
    return null;
  }
}

/** Those that are on their way; whoever has arrived is told of, once. */
function stillEmptied(cell: CellSeen): Record<string, number> {
  const { emptied } = useOperations.getState();
  const left: Record<string, number> = {};
  for (const [node, had] of Object.entries(emptied)) {
    const row = cell.nodes.find((known) => known.node === node);
    if (row && row.shards > 0) left[node] = had;
    else announce(words.drain.done(node));
  }
  return left;
}

function failed(fault: unknown): void {
  const problem = sentence(fault);
  if (fault instanceof ApiError && fault.status === 401) useOperations.setState({ standing: "signed_out", problem: "", cell: null });
  else if (useOperations.getState().cell) useOperations.setState({ stale: true, problem });
  else useOperations.setState({ standing: "failed", problem });
}

/** Keeps the page fresh until the returned function is called. */
export function watchCell(): () => void {
  const seen = () => {
    if (document.visibilityState === "visible" && useOperations.getState().standing !== "signed_out") void look();
  };
  const timer = window.setInterval(seen, EVERY_MS);
  document.addEventListener("visibilitychange", seen);
  seen();
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", seen);
  };
}

/** Throws what the server said of the key. */
export async function signIn(key: string): Promise<void> {
  await routes.signIn(key);
  useOperations.setState({ standing: "loading" });
  await lookAgain();
}

export async function signOut(): Promise<void> {
  try {
    await routes.signOut();
  } finally {
    useOperations.setState({ standing: "signed_out", cell: null, figures: {} });
  }
}

/** Each says what happened, and the page shows it at once. */
export async function drain(node: string): Promise<void> {
  const had = useOperations.getState().cell?.nodes.find((row) => row.node === node)?.shards ?? 0;
  await act(() => routes.drain(node), words.drain.begun(node));
  useOperations.setState((state) => ({ emptied: { ...state.emptied, [node]: had } }));
  await lookAgain();
}

export async function resume(node: string): Promise<void> {
  await act(() => routes.resume(node), words.resume.begun(node));
  await lookAgain();
}

export async function release(node: string, shard: number): Promise<void> {
  await act(() => routes.release(node, shard), words.map.released(shard));
  await lookAgain();
}

export async function doAgain(letter: Letter): Promise<void> {
  await act(
    () => routes.again(letter),
    (answer) => words.dead.done[answer.done] ?? answer.done,
  );
  await lookAgain();
}

export async function drop(letter: Letter): Promise<void> {
  await act(() => routes.drop(letter), words.dead.dropped);
  await lookAgain();
}

async function act<T>(what: () => Promise<T>, done: string | ((answer: T) => string)): Promise<void> {
  try {
    const answer = await what();
    toast(typeof done === "string" ? done : done(answer));
  } catch (fault) {
    toast(sentence(fault), "wrong");
    throw fault;
  }
}
