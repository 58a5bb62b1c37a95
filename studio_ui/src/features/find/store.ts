/** What is looked for, where, and which place one stands at. */

import { create } from "zustand";
import { sentence } from "../../api/client";
import { flows } from "../../api/studio";
import { find, type Hit } from "../../document/find";
import type { Doc } from "../../document/flow";
import { docOf } from "../../document/select";
import { currentFlow, pick, showFlowForm, useEditing } from "../editing";
import { useSession } from "../session";

export interface Found extends Hit {
  environment: string;
  flow: string;
  flowTitle: string;
}

interface Finding {
  open: boolean;
  everywhere: boolean;
  words: string;
  at: number;
  /** Only for all flows: read when they are asked for. */
  others: Found[];
  /** The words that `others` hold. */
  of: string;
  reading: boolean;
  problem: string;
}

export const MOST = 200;
const AT_ONCE = 6;

export const useFind = create<Finding>(() => ({ open: false, everywhere: false, words: "", at: 0, others: [], of: "", reading: false, problem: "" }));

export function openFind(everywhere: boolean): void {
  useFind.setState({ open: true, everywhere });
  if (everywhere) void lookEverywhere();
  document.querySelector<HTMLInputElement>(".find-words")?.select();
}

export const shutFind = (): void => useFind.setState({ open: false });

export function hitsHere(doc: Doc | undefined, words: string): Found[] {
  const { environment = "", name = "" } = currentFlow() ?? {};
  if (!doc) return [];
  return find(doc, useSession.getState().palette, words, MOST).map((hit) => ({ ...hit, environment, flow: name, flowTitle: doc.flow.title }));
}

const read = new Map<string, Doc>();
let asked = 0;

/** Every flow that this person may read, as it is stored; the open ones as they are on the screen. */
export async function lookEverywhere(): Promise<void> {
  const mine = ++asked;
  const { words } = useFind.getState();
  if (words.trim() === "") return useFind.setState({ others: [], of: words, reading: false, problem: "" });
  useFind.setState({ reading: true, problem: "" });
  const { environments, palette } = useSession.getState();
  const all = environments.flatMap((environment) => environment.flows.map((flow) => ({ environment: environment.name, flow })));
  const others: Found[] = [];
  try {
    for (let from = 0; from < all.length && others.length < MOST; from += AT_ONCE) {
      const some = all.slice(from, from + AT_ONCE);
      const docs = await Promise.all(some.map(({ environment, flow }) => docAt(environment, flow.name, flow.draft_hash)));
      if (mine !== asked) return; // other words are asked for by now
      some.forEach(({ environment, flow }, place) => {
        const doc = docs[place];
        if (!doc) return;
        const hits = find(doc, palette, words, MOST - others.length);
        others.push(...hits.map((hit) => ({ ...hit, environment, flow: flow.name, flowTitle: doc.flow.title || flow.name })));
      });
    }
    useFind.setState({ others, of: words, reading: false });
  } catch (fault) {
    if (mine === asked) useFind.setState({ reading: false, problem: sentence(fault) });
  }
}

async function docAt(environment: string, name: string, hash: string): Promise<Doc> {
  const open = useEditing.getState().open[`${environment}/${name}`];
  if (open) return open.history.doc;
  const key = `${environment}/${name} ${hash}`;
  const known = read.get(key);
  if (known) return known;
  const draft = await flows.get(environment, name);
  const doc = docOf(draft.flow, draft.layout);
  read.set(key, doc);
  return doc;
}

/** Shows the place, with the focus where it is, so that one goes on to the next. */
export function show(hit: Found, go: (environment: string, flow: string, node: string) => void): void {
  const open = currentFlow();
  if (open?.environment !== hit.environment || open.name !== hit.flow) return go(hit.environment, hit.flow, hit.node);
  if (hit.node === "") showFlowForm();
  else pick({ node: hit.node });
}
