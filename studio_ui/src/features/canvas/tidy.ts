/** Tidy: steps in layers from left to right, so that wires cross little. Reckoned in a worker; the page stays awake. */

import { canvasStrings } from "../../app/canvas_strings";
import { strings } from "../../app/strings";
import { announce, toast } from "../../ui";
import { act, currentFlow } from "../editing";
import { useSession } from "../session";
import { moveOf } from "./moving";
import { apart, useSelection } from "./selection";

let running = false;

/** Tidies what is picked if that is several steps, else the whole flow; one entry for undo. Resolves when it is done. */
export async function tidy(): Promise<void> {
  const open = currentFlow();
  if (!open || running) return;
  running = true;
  const { doc } = open.history;
  const picked = apart(useSelection.getState().ids).nodes;
  const part = picked.length > 1 ? picked : null;
  announce(canvasStrings.tidying);
  try {
    const [{ layers }, { layOut }] = await Promise.all([import("./layers"), import("./layers_worker")]);
    const { places, frames } = await layers(doc, useSession.getState().palette, part, layOut);
    if (currentFlow()?.history.doc !== doc) return; // somebody went on meanwhile: their places are newer
    act({ do: "all", actions: [moveOf(places), ...frames.map((frame) => ({ do: "frame", frame }) as const)] }, strings.did.tidy);
    announce(strings.did.tidy);
  } catch {
    toast(canvasStrings.noTidy, "wrong");
  } finally {
    running = false;
  }
}
