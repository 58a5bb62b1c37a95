/** What the server refuses, and at which field of the form it is said. */

import { ApiError, sentence } from "../../api/client";

export interface Fault {
  /** Path of the field, such as `service_level.goal`; "" for the whole. */
  field: string;
  text: string;
  /** Somebody else changed it since it was read. */
  stale: boolean;
}

export function faultOf(fault: unknown): Fault {
  const text = sentence(fault);
  if (!(fault instanceof ApiError)) return { field: "", text, stale: false };
  if (fault.code === "stale_base") return { field: "", text, stale: true };
  if (fault.code === "address_linked") return { field: "link", text, stale: false };
  const found = placed(fault.english);
  // At its field the server's sentence says most; a whole refusal is said in the language of the page.
  return { field: found.field, text: found.field === "" ? text : found.text, stale: false };
}

/** The tenant's own settings stand at `$.tenant`, without a key. */
const TENANTS = /^\$\.tenant()()\.([^\s[:]+)(?:\['[^']*'\])?: (.*)$/s;

/** The server writes `$.contact_centers.desk.time_zone: words`, or `words - at $.title`. */
export function placed(text: string): { field: string; text: string } {
  const before = /^\$\.(?:contact_centers|addresses|users)(?:\.(\w+)|\['([^']*)'\])([^:\s]*): (.*)$/s.exec(text) ?? TENANTS.exec(text);
  if (before) {
    const field = (before[3] ?? "").replace(/^\./, "");
    return { field: field === "" ? "key" : field, text: before[4] ?? text };
  }
  const after = /^(.*?) - at `?\$\.([^`\s]+)`?\.\s*(.*)$/s.exec(text);
  if (after) return { field: (after[2] ?? "").replace(/\[.*$/, "").replace(/\.$/, ""), text: `${after[1]}. ${after[3]}`.trim() };
  return { field: "", text };
}
