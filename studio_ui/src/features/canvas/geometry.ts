/** Where a card's jacks will be before it was ever drawn, so that large flows need not draw every card to lay their wires. */

import { Position, type Node } from "@xyflow/react";
import type { FlowNode, NodeType } from "../../document/flow";
import { shownLeavings } from "../../document/select";
import { CARD_WIDTH } from "./view";

const ROW = 26;
const JACK = 24;

type Geometry = Pick<Node, "measured" | "handles">;

export function geometryOf(type: NodeType | undefined, node: FlowNode, wires: Readonly<Record<string, string>>): Geometry {
  const names = shownLeavings(type, node, wires).map((leaving) => leaving.name);
  const head = 54 + ("prompt" in node ? 38 : 0);
  const height = head + names.length * ROW;
  return {
    measured: { width: CARD_WIDTH, height },
    handles: [
      { id: "in", type: "target", position: Position.Left, x: -5, y: 11, width: 9, height: 15 },
      ...names.map((id, place) => ({
        id,
        type: "source" as const,
        position: Position.Right,
        x: CARD_WIDTH - JACK / 2,
        y: head + place * ROW + (ROW - JACK) / 2,
        width: JACK,
        height: JACK,
      })),
    ],
  };
}
