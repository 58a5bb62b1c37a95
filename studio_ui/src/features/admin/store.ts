/** The things that are open in administration: as the server has them, and as they are being written. */

import { create } from "zustand";
import { things, type Kind } from "../../api/admin";
import { catalogue } from "../../api/studio";
import { adminStrings } from "../../app/admin_strings";
import { put, type Path } from "../../document/action";
import { sameJson, type Json, type JsonObject } from "../../document/json";
import type { Left, Piece } from "../kept";
import { may, useSession } from "../session";
import { faultOf, type Fault } from "./fault";

export interface Thing {
  stored: JsonObject | null;
  etag: string;
  doc: JsonObject;
  /** The name that a new one is to have. */
  as: string;
  touched: boolean;
  busy: boolean;
  fault: Fault | null;
}

interface Admin {
  open: Record<string, Thing>;
  loading: string;
  problem: string;
}

export const useAdmin = create<Admin>(() => ({ open: {}, loading: "", problem: "" }));

/** The tenant's key among what is open: there is one. */
export const ITSELF = "tenant";

export const idOf = (kind: Kind, key: string): string => `${kind}/${key}`;

export const isChanged = (thing: Thing | undefined): boolean =>
  thing !== undefined && (thing.stored === null || !sameJson(thing.stored as Json, thing.doc as Json));

function set(id: string, part: Partial<Thing>): void {
  useAdmin.setState((state) => {
    const known = state.open[id];
    return known ? { open: { ...state.open, [id]: { ...known, ...part } } } : state;
  });
}

/** What is being written stays; everything else is read anew. */
export async function openThing(kind: Kind, key: string, anew = false): Promise<void> {
  const id = idOf(kind, key);
  if (!anew && isChanged(useAdmin.getState().open[id])) return;
  useAdmin.setState({ loading: id, problem: "" });
  try {
    const { doc, etag } = await things.get(kind, key);
    useAdmin.setState(({ open }) => {
      if (!anew && isChanged(open[id])) return { loading: "" }; // written while it was read
      return { loading: "", open: { ...open, [id]: { stored: doc, etag, doc, as: "", touched: false, busy: false, fault: null } } };
    });
  } catch (fault) {
    useAdmin.setState({ loading: "", problem: faultOf(fault).text });
  }
}

export function begin(kind: Kind, doc: JsonObject): void {
  const id = idOf(kind, "");
  if (useAdmin.getState().open[id]) return;
  useAdmin.setState((state) => ({ open: { ...state.open, [id]: { stored: null, etag: "", doc, as: "", touched: false, busy: false, fault: null } } }));
}

export function write(id: string, path: Path, value: Json | undefined): void {
  const thing = useAdmin.getState().open[id];
  if (thing) set(id, { doc: put(thing.doc, path, value) as JsonObject, touched: true, fault: null });
}

export const name = (id: string, as: string): void => set(id, { as });

/** What the server has not got, by `kind/key`. A new one of which nothing was written is left out. */
export function unwrittenPieces(): ReadonlyMap<string, Piece> {
  const open = Object.entries(useAdmin.getState().open).filter(([, thing]) => (thing.stored === null ? thing.touched || thing.as : isChanged(thing)));
  return new Map(open.map(([id, { etag, doc, as }]) => [id, { base: etag, mine: { doc, as } }]));
}

/** Of an earlier page, as what is being written now. If somebody changed it since, saving says so. */
export async function bringBack({ name: id, base, mine }: Left): Promise<boolean> {
  const [kind, key] = parted(id);
  const { doc, as } = mine as { doc: JsonObject; as: string };
  if (key !== "") await openThing(kind, key);
  const known = useAdmin.getState().open[id];
  if (!known && base !== "") return false; // it was removed, or cannot be read now: the page says which
  if (known?.stored && isChanged(known)) return true; // what is being written here is newer
  if (known?.stored && sameJson(known.stored as Json, doc as Json)) return true; // it was saved in the last moment
  const thing: Thing = { stored: known?.stored ?? null, etag: base, doc, as, touched: true, busy: false, fault: null };
  useAdmin.setState((state) => ({ open: { ...state.open, [id]: thing } }));
  return true;
}

/** How a piece of an earlier page is called. */
export function titleOfLeft({ name: id, mine }: Left): string {
  const [kind, key] = parted(id);
  return key || (mine as { as: string }).as || adminStrings.kinds[kind].fresh;
}

const parted = (id: string): [Kind, string] => [id.slice(0, id.indexOf("/")) as Kind, id.slice(id.indexOf("/") + 1)];

const saving = new Map<string, Promise<boolean>>();

/** Resolves to whether it was saved by this. What is written and saved while a save is under way is saved after it. */
export function saveThing(kind: Kind, key: string, as: string): Promise<boolean> {
  const id = idOf(kind, key);
  const before = saving.get(id);
  const again = () => (isChanged(useAdmin.getState().open[id]) ? store(kind, key, as) : false);
  const running = (before ? before.then(again) : store(kind, key, as)).finally(() => saving.get(id) === running && saving.delete(id));
  saving.set(id, running);
  return running;
}

async function store(kind: Kind, key: string, as: string): Promise<boolean> {
  const id = idOf(kind, key);
  const thing = useAdmin.getState().open[id];
  if (!thing) return false;
  set(id, { busy: true, fault: null });
  try {
    const { doc, etag } = await things.put(kind, as, thing.doc, thing.etag);
    const now = useAdmin.getState().open[id];
    if (key === "") forget(id);
    else set(id, { busy: false, stored: doc, doc: now && now.doc !== thing.doc ? now.doc : doc, etag });
    await refresh(kind);
    return true;
  } catch (fault) {
    set(id, { busy: false, fault: faultOf(fault) });
    return false;
  }
}

export async function removeThing(kind: Kind, key: string): Promise<boolean> {
  const id = idOf(kind, key);
  const thing = useAdmin.getState().open[id];
  if (!thing) return false;
  set(id, { busy: true, fault: null });
  try {
    await things.remove(kind, key, thing.etag);
    forget(id);
    await refresh(kind);
    return true;
  } catch (fault) {
    set(id, { busy: false, fault: faultOf(fault) });
    return false;
  }
}

export function giveUp(kind: Kind, key: string): void {
  const id = idOf(kind, key);
  const thing = useAdmin.getState().open[id];
  if (thing?.stored) set(id, { doc: thing.stored, fault: null });
  else forget(id);
}

function forget(id: string): void {
  useAdmin.setState((state) => ({ open: Object.fromEntries(Object.entries(state.open).filter(([other]) => other !== id)) }));
}

async function refresh(kind: Kind): Promise<void> {
  if (kind === "contact-centers") useSession.setState({ contactCenters: await catalogue.contactCenters() });
  if (kind === "addresses") useSession.setState({ addresses: await catalogue.addresses() });
  if (kind === "users" && may("watch")) useSession.setState({ users: await catalogue.users() });
}

export const unwritten = (): boolean => Object.values(useAdmin.getState().open).some(isChanged);
