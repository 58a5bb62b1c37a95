/** The open flow as a JSON file, with where its cards lie, and a file in its place: undoable like any other change. */

import { canvasStrings } from "../../app/canvas_strings";
import { writeJson, type Json } from "../../document/json";
import { readFlow } from "../../document/read_flow";
import { toast } from "../../ui";
import { act, currentFlow } from "../editing";
import { useSession } from "../session";
import { select } from "./selection";

const MOST_BYTES = 2 * 2 ** 20;

export function exportFlow(): void {
  const open = currentFlow();
  if (!open) return;
  const { flow, layout } = open.history.doc;
  const text = `${writeJson({ flow, layout } as unknown as Json, 2)}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `${open.name}.json`;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  toast(canvasStrings.exported(link.download));
}

/** Takes a file of `exportFlow` or a bare flow document. What it cannot read changes nothing; what is wrong inside is told as problems. */
export async function importFlow(file: File): Promise<void> {
  if (file.size > MOST_BYTES) return toast(canvasStrings.importTooLarge(file.name), "wrong");
  const found = readFlow(await file.text(), useSession.getState().palette);
  if ("wrong" in found) return toast(canvasStrings.importRefused(file.name, canvasStrings.wrongFile(found)), "wrong");
  act({ do: "become", ...found }, canvasStrings.imported(file.name));
  select([]);
  toast(canvasStrings.imported(file.name));
}
