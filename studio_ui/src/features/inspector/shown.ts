/** Which fields of a step a form shows: a pure reading of its type's data. */

import type { FlowNode, NodeType } from "../../document/flow";
import { isObject, type Json } from "../../document/json";
import { fieldsOf } from "./shape";

export interface Fields {
  first: string[];
  /** Optional ones that nobody has set: behind one heading, when there are many. */
  more: string[];
}

const FEW = 6;

/** `kept`: those behind the heading since the form was opened; a field must not move while somebody writes in it. */
export function fieldsShown(type: NodeType, node: FlowNode, kept?: readonly string[]): Fields {
  const meant = fieldsOf(type.schema, ["type", "title"]).filter((name) => node[name] !== undefined || means(type, node, name));
  const required = Array.isArray(type.schema["required"]) ? type.schema["required"] : [];
  const free = meant.filter((name) => kept?.includes(name) ?? (!required.includes(name) && node[name] === undefined));
  if (!kept && free.length <= FEW) return { first: meant, more: [] };
  return { first: meant.filter((name) => !free.includes(name)), more: free };
}

/** Whether a field does anything beside what is set now. One that is set is always shown: it is in the file. */
function means(type: NodeType, node: FlowNode, name: string): boolean {
  const [other, ...values] = type.only_if?.[name] ?? [];
  if (other === undefined) return true;
  const value = node[other] ?? defaultOf(type, other);
  if (values.length > 0) return typeof value === "string" && values.includes(value);
  return value !== undefined && value !== null && value !== "" && value !== false && !isEmpty(value);
}

function defaultOf(type: NodeType, name: string): Json | undefined {
  const properties = type.schema["properties"];
  const field = isObject(properties) ? properties[name] : undefined;
  return isObject(field) ? field["default"] : undefined;
}

function isEmpty(value: Json): boolean {
  return (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
}
