/** What the browser keeps for a person until the server has it: one shelf in IndexedDB, read after a reload or a crash. */

export interface Kept {
  /** Flow, base and page: two pages with the same flow keep two. */
  id: string;
  /** `tenant/user/environment/flow`; of other pages `tenant/user/place/name`. */
  of: string;
  page: string;
  /** Hash of the draft that the changes began with. */
  base: string;
  at: number;
  /** Flow and layout, or the piece, as JSON text: the order of keys is part of them. `began` of flows only. */
  mine: string;
  began: string;
}

const MOST_DAYS = 30;
const DAY_MS = 86_400_000;

let opened: Promise<IDBDatabase> | undefined;

function shelf(): Promise<IDBDatabase> {
  opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open("dialogue-studio", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("unsaved", { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error ?? new Error("IndexedDB"));
  });
  return opened;
}

async function run<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const store = (await shelf()).transaction("unsaved", mode).objectStore("unsaved");
  return new Promise((done, failed) => {
    const asked = ask(store);
    if (mode === "readwrite") store.transaction.commit(); // now: a page that ends before it is answered would undo it
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error ?? new Error("IndexedDB"));
  });
}

export const put = (kept: Kept): Promise<unknown> => run("readwrite", (store) => store.put(kept));
export const drop = (id: string): Promise<unknown> => run("readwrite", (store) => store.delete(id));

/** The newest first; what is too old is thrown away. */
export const keptOf = (of: string, now: number): Promise<Kept[]> => keptWhere((kept) => kept.of === of, now);

/** The same of everything whose `of` begins so. */
export const keptWithin = (prefix: string, now: number): Promise<Kept[]> => keptWhere((kept) => kept.of.startsWith(prefix), now);

async function keptWhere(wanted: (kept: Kept) => boolean, now: number): Promise<Kept[]> {
  const all = (await run("readonly", (store) => store.getAll())) as Kept[];
  const old = all.filter((kept) => now - kept.at > MOST_DAYS * DAY_MS);
  await Promise.all(old.map((kept) => drop(kept.id)));
  return all.filter((kept) => wanted(kept) && !old.includes(kept)).toSorted((a, b) => b.at - a.at);
}
