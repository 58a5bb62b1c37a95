/** The steps that a search finds, in the order of their families. */

import type { NodeType } from "../../document/flow";
import { useDoc } from "../editing";
import { useSession } from "../session";

const GROUPS = ["Speak", "Ask", "Decide", "Route", "Data", "End"];
const place = (type: NodeType): number => (GROUPS.indexOf(type.group) + GROUPS.length + 1) % (GROUPS.length + 1);

export function useFound(words: string): NodeType[] {
  const palette = useSession((state) => state.palette);
  const kind = useDoc((doc) => doc.flow.kind ?? "entry", "entry");
  const wanted = words.trim().toLowerCase();
  return Object.values(palette)
    .filter((type) => type.kinds.includes(kind) && `${type.title} ${type.name} ${type.purpose}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => rank(a, wanted) - rank(b, wanted) || place(a) - place(b));
}

/** While somebody searches, what is called so comes before what only speaks of it. */
function rank(type: NodeType, wanted: string): number {
  if (wanted === "") return 0;
  return type.title.toLowerCase().startsWith(wanted) ? 0 : 1;
}
