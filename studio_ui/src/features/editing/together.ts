/** After a save was refused: what was read, what is on the screen and what is stored, brought together. */

import { bringTogether, type Together, type Whose } from "../../api/together";
import { record } from "../../document/history";
import { objectOf, type JsonObject } from "../../document/json";
import { docOf } from "../../document/select";
import { apply } from "../../document/action";
import { useSession } from "../session";
import { change, placed, save, useEditing } from "./store";

export async function askTogether(key: string, choices: Readonly<Record<string, Whose>>): Promise<Together | null> {
  const open = useEditing.getState().open[key];
  if (!open) return null;
  const { stored, history } = open;
  const sides = {
    flow: history.doc.flow,
    layout: history.doc.layout,
    base: stored.flow,
    base_layout: stored.layout,
    choices: objectOf(Object.entries(choices)),
  } as unknown as JsonObject;
  return bringTogether(open.environment, open.name, sides);
}

/** Both in one, as one entry of undo, and saved; somebody who saved once more meanwhile is met again. */
export async function takeTogether(key: string, found: Together, label: string): Promise<void> {
  const open = useEditing.getState().open[key];
  if (!open) return;
  const stored = placed(docOf(found.theirs.flow, found.theirs.layout));
  const { flow, layout } = placed(docOf(found.flow, found.layout));
  const doc = apply(open.history.doc, { do: "become", flow, layout }, useSession.getState().palette);
  const history = record(open.history, doc, label, "", Date.now());
  change(key, { history, stored, hash: found.hash, standing: "dirty", problem: "" });
  await save(key);
}
