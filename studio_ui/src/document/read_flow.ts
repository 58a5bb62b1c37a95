/** Reading a flow that comes from outside: as much is looked at as the editor needs to hold it; the checks do the rest. */

import type { Doc, Flow, Palette } from "./flow";
import { isObject, parseJson, type Json, type JsonObject } from "./json";
import { layered } from "./layered";
import { layoutOf } from "./part";

export interface WrongFile {
  wrong: "not_json" | "not_a_flow" | "bad_step" | "unknown_type" | "bad_wire";
  /** Where, as a finding's path would say it. */
  at: string;
}

const ID = /^[a-z][a-z0-9_]{0,63}$/;

/** A flow document, or `{flow, layout}`; steps without a place get one. */
export function readFlow(text: string, palette: Palette): Doc | WrongFile {
  let found: Json;
  try {
    found = parseJson(text);
  } catch {
    return { wrong: "not_json", at: "$" };
  }
  if (!isObject(found)) return { wrong: "not_a_flow", at: "$" };
  const flow = isObject(found["flow"]) ? found["flow"] : found;
  const wrong = wrongIn(flow, palette);
  if (wrong) return wrong;
  const whole = { format: 1, title: "", wires: {}, ...flow } as unknown as Flow;
  const layout = layoutOf(isObject(found["layout"]) ? found["layout"] : null);
  return { flow: whole, layout: { ...layout, nodes: { ...layered(whole, palette), ...layout.nodes } } };
}

function wrongIn(flow: JsonObject, palette: Palette): WrongFile | null {
  const { nodes, wires = {}, start, title = "" } = flow;
  if (!isObject(nodes) || typeof start !== "string" || typeof title !== "string") return { wrong: "not_a_flow", at: "$" };
  for (const [id, node] of Object.entries(nodes)) {
    const type = isObject(node) ? node["type"] : undefined;
    if (!ID.test(id) || typeof type !== "string") return { wrong: "bad_step", at: `$.nodes.${id}` };
    if (!Object.hasOwn(palette, type)) return { wrong: "unknown_type", at: `$.nodes.${id}.type` };
  }
  if (!isObject(wires)) return { wrong: "bad_wire", at: "$.wires" };
  for (const [id, outs] of Object.entries(wires)) {
    if (!isObject(outs) || Object.values(outs).some((to) => typeof to !== "string")) return { wrong: "bad_wire", at: `$.wires.${id}` };
  }
  return null;
}
