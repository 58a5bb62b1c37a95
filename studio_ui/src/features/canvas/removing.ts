/** Removing what is picked: who came to a removed step goes on to where it led, wherever that is clear. */

import { canvasStrings } from "../../app/canvas_strings";
import { strings } from "../../app/strings";
import type { End } from "../../document/action";
import { titleOf } from "../../document/flow";
import { wayOn } from "../../document/heal";
import { announce } from "../../ui";
import { act, currentFlow } from "../editing";
import { apart, select } from "./selection";

/** `heal` false leaves a gap where the steps were. */
export function removeThings(ids: Iterable<string>, wires: readonly End[] = [], heal = true): void {
  const doc = currentFlow()?.history.doc;
  const things = apart(ids);
  const all = things.nodes.length + things.notes.length + things.frames.length;
  if (!doc || all + wires.length === 0) return;
  const going = new Set(things.nodes);
  const on = heal && things.nodes.length === 1 ? wayOn(doc.flow, things.nodes[0] ?? "", going) : undefined;
  const reached = on !== undefined && Object.values(doc.flow.wires).some((outs) => Object.values(outs).some((to) => going.has(to)));
  const label =
    things.nodes.length > 0 ? strings.did.remove(things.nodes.length) : all > 0 ? canvasStrings.removeThings(all) : strings.did.unwire;
  act({ do: "remove", ...things, wires, heal }, label);
  select([]);
  announce(on !== undefined && reached ? canvasStrings.healed(label, titleOf(on, doc.flow.nodes[on])) : label);
}
