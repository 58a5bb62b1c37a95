/** What is picked on the paper: steps, notes and frames, or one wire. The form beside it shows the step that is picked alone. */

import { useEffect } from "react";
import { create } from "zustand";
import type { End } from "../../document/action";
import type { Doc } from "../../document/flow";
import type { Picked } from "../../document/part";
import { currentFlow, pick, useEditing } from "../editing";

interface Selection {
  /** As the canvas names them: a step by its id, `note:ID`, `frame:ID`. */
  ids: ReadonlySet<string>;
  /** `node:outcome`, or "". */
  wire: string;
  /** The one that was picked on the paper itself, where the eye is already. */
  hand: string;
}

const NOTHING: ReadonlySet<string> = new Set();
export const useSelection = create<Selection>(() => ({ ids: NOTHING, wire: "", hand: "" }));

export const noteId = (id: string): string => `note:${id}`;
export const frameId = (id: string): string => `frame:${id}`;
const within = (ids: Iterable<string>, kind: string): string[] =>
  [...ids].filter((id) => id.startsWith(`${kind}:`)).map((id) => id.slice(kind.length + 1));

/** The ids apart by what they name. */
export function apart(ids: Iterable<string>): Picked {
  const all = [...ids];
  return { nodes: all.filter((id) => !id.includes(":")), notes: within(all, "note"), frames: within(all, "frame") };
}

/** Picks these and nothing else. */
export function select(ids: Iterable<string>, wire = ""): void {
  const next = new Set(ids);
  useSelection.setState({ ids: next.size === 0 ? NOTHING : next, wire });
  const { nodes } = apart(next);
  const alone = nodes.length === 1 && next.size === 1 ? nodes[0] : undefined;
  const picked = useEditing.getState().pick;
  if (alone !== undefined && picked?.node !== alone) pick({ node: alone });
  else if (alone === undefined && picked) pick(null);
}

export function selectAll(): void {
  const doc = currentFlow()?.history.doc;
  if (!doc) return;
  select([
    ...Object.keys(doc.flow.nodes),
    ...(doc.layout.notes ?? []).map((note) => noteId(note.id)),
    ...(doc.layout.frames ?? []).map((frame) => frameId(frame.id)),
  ]);
}

/** Where the picked wire begins. */
export function endOf(wire: string): End | null {
  const cut = wire.indexOf(":");
  return cut < 0 ? null : { node: wire.slice(0, cut), outcome: wire.slice(cut + 1) };
}

/** What undo or somebody else took away is picked no longer. */
function forgetGone(doc: Doc): void {
  const { ids } = useSelection.getState();
  if (ids.size === 0) return;
  const there = (id: string): boolean => {
    const { nodes, notes, frames } = apart([id]);
    if (nodes[0] !== undefined) return nodes[0] in doc.flow.nodes;
    return (doc.layout.notes ?? []).some((note) => note.id === notes[0]) || (doc.layout.frames ?? []).some((frame) => frame.id === frames[0]);
  };
  const left = [...ids].filter(there);
  if (left.length < ids.size) useSelection.setState({ ids: left.length === 0 ? NOTHING : new Set(left) });
}

/** A step that is picked elsewhere (a problem, the outline) is picked here too; another flow begins with nothing. */
export function usePickedElsewhere(): void {
  useEffect(() => {
    const follow = (pickedNode: string) => {
      const { ids } = useSelection.getState();
      if (pickedNode === "") {
        if (ids.size === 1 && apart(ids).nodes.length === 1) useSelection.setState({ ids: NOTHING });
      } else if (ids.size !== 1 || !ids.has(pickedNode)) useSelection.setState({ ids: new Set([pickedNode]), wire: "" });
    };
    useSelection.setState({ ids: NOTHING, wire: "" });
    follow(useEditing.getState().pick?.node ?? "");
    return useEditing.subscribe((state, before) => {
      if (state.pick !== before.pick) follow(state.pick?.node ?? "");
      const doc = currentFlow(state)?.history.doc;
      if (doc && doc !== currentFlow(before)?.history.doc) forgetGone(doc);
    });
  }, []);
}
