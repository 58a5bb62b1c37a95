import { Suspense, useEffect } from "react";
import { CommandPalette, KeySheet, offerMany, onPress, showBox, shutBox, useBox, useOffer, type Command } from "../features/commands";
import { agentOf, may, signOut, useSession } from "../features/session";
import { Ahead } from "../ui";
import { go, to } from "./address";
import { commandStrings as words } from "./command_strings";
import { strings } from "./strings";
import { flipTheme } from "./theme";

const COMMANDS: readonly Command[] = [
  { id: "palette", title: () => words.do.palette, group: "page", keys: ["Mod+K"], writing: true, run: () => showBox("palette") },
  { id: "sheet", title: () => words.do.sheet, group: "page", keys: ["?"], run: () => showBox("sheet") },
  { id: "theme", title: () => words.do.theme, group: "view", run: flipTheme },
  { id: "signOut", title: () => words.do.signOut, group: "page", run: () => void signOut() },
];

/** Keys and commands of every page. */
export function Keyboard() {
  const open = useBox((state) => state.open);
  useOffer("page", COMMANDS);
  useEffect(() => offerMany("pages", pages), []);
  useEffect(() => offerMany("flows", openFlows), []);
  useEffect(() => {
    window.addEventListener("keydown", onPress);
    return () => window.removeEventListener("keydown", onPress);
  }, []);
  return (
    <Suspense fallback={<Ahead leave={shutBox} />}>
      {open === "palette" && <CommandPalette />}
      {open === "sheet" && <KeySheet />}
    </Suspense>
  );
}

/** A page of its own is loaded anew, as its link does. */
function pages(): Command[] {
  const places: [keyof typeof strings.pages, string, boolean][] = [
    ["overview", "/", true],
    ["studio", "/studio", may("read")],
    ["desk", "/desk", agentOf(useSession.getState().session) !== ""],
    ["floor", "/floor", may("watch")],
    ["admin", "/admin", may("administer")],
  ];
  return places
    .filter(([, address, offered]) => offered && address !== location.pathname)
    .map(([place, address]) => ({
      id: `page ${place}`,
      title: () => words.do.page(strings.pages[place]),
      group: "page",
      run: () => location.assign(address),
    }));
}

function openFlows(): Command[] {
  return useSession.getState().environments.flatMap((environment) =>
    environment.flows.map((flow): Command => ({
      id: `flow ${environment.name}/${flow.name}`,
      title: () => words.do.openFlow(flow.title || flow.name),
      beside: environment.title || environment.name,
      group: "go",
      run: () => openAddress(to("studio", environment.name, "flows", flow.name)),
    })),
  );
}

function openAddress(address: string): void {
  if (location.pathname.startsWith("/studio")) go(address);
  else location.assign(address);
}
