/** What the cards show, for the command palette; and a dialogue that is opened is shown on the cards at once. */

import { useEffect } from "react";
import { showDrawer } from "../../app/drawer_store";
import { strings } from "../../app/strings";
import { trafficStrings } from "../../app/traffic_strings";
import { announce } from "../../ui";
import { useOffer, type Command } from "../commands";
import { useLive } from "../trace";
import { useOverlayChoice, type Overlay } from "./overlay";

const shows = (overlay: Overlay, title: () => string): Command => ({
  id: `overlay ${overlay}`,
  title: () => trafficStrings.onCards(title()),
  group: "view",
  run: () => {
    useOverlayChoice.setState({ overlay });
    announce(trafficStrings.onCards(title()));
  },
});

const OVERLAYS: readonly Command[] = [
  shows("live", () => strings.canvas.live),
  shows("tests", () => strings.canvas.tests),
  shows("traffic", () => trafficStrings.overlay),
  shows("changes", () => strings.canvas.changes),
  shows("plain", () => strings.canvas.plain),
  { id: "traffic", title: () => trafficStrings.list, group: "view", run: () => showDrawer("traffic") },
];

export function useOverlayCommands(): void {
  useOffer("overlays", OVERLAYS);
  const followed = useLive((state) => state.followed);
  useEffect(() => {
    if (followed !== "") useOverlayChoice.setState({ overlay: "live" });
  }, [followed]);
}
