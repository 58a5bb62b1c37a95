/** How far things reach on the paper. */

import type { Doc } from "../../document/flow";
import { heightOf } from "../../document/layered";
import { useSession } from "../session";
import { apart } from "./selection";
import { CARD_WIDTH } from "./view";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const NOTE = { width: 200, height: 70 };

/** The box around these things; null around nothing. */
export function boxOf(doc: Doc, ids: Iterable<string>): Box | null {
  const { palette } = useSession.getState();
  const things = apart(ids);
  const boxes = [
    ...things.nodes.flatMap((id) => {
      const at = doc.layout.nodes[id];
      return at && id in doc.flow.nodes ? [{ ...at, width: CARD_WIDTH, height: heightOf(doc.flow, id, palette) }] : [];
    }),
    ...(doc.layout.notes ?? []).filter((note) => things.notes.includes(note.id)).map((note) => ({ ...note, ...NOTE })),
    ...(doc.layout.frames ?? []).filter((frame) => things.frames.includes(frame.id)),
  ];
  if (boxes.length === 0) return null;
  return boxes.reduce<Box>(
    (sum, { x, y, width, height }) => ({
      left: Math.min(sum.left, x),
      top: Math.min(sum.top, y),
      right: Math.max(sum.right, x + width),
      bottom: Math.max(sum.bottom, y + height),
    }),
    { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity },
  );
}
