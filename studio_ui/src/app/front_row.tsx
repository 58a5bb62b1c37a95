import { Suspense, useEffect, useState } from "react";
import { chat, phone } from "../features/caller";
import { Canvas } from "../features/canvas";
import { Chat } from "../features/chat";
import { attachDesk, Desk, sitDown } from "../features/desk";
import { keyOf, openFlow, unsaved, useEditing } from "../features/editing";
import { Inspector } from "../features/inspector";
import { Phone } from "../features/phone";
import { useMay, useSession } from "../features/session";
import { follow, useLive, WhyPanel } from "../features/trace";
import { loadTheRest, Tabs } from "../ui";
import { Conflict } from "./conflict";
import { Drawer } from "./drawer";
import { showDrawer, useDrawer } from "./drawer_store";
import { Header } from "./header";
import { useShortcuts } from "./shortcuts";
import { callStrings } from "./call_strings";
import { strings } from "./strings";
import "./canvas.css";
import "./desk.css";
import "./rooms.css";

/** The page behind the one link: caller left, flow in the middle, desk right. */
export function FrontRow() {
  useEffect(begin, []);
  useShortcuts();
  const panel = useEditing((state) => state.panel && state.current !== "");
  const reads = useMay("read");
  return (
    <div className="front-row">
      <Header />
      <p className="narrow">{strings.narrow}</p>
      <Side />
      <main className={panel ? "middle middle-picked" : "middle"}>
        <div className="stage">
          <Canvas />
          <Suspense fallback={null}>
            <WhyPanel />
          </Suspense>
        </div>
        <Suspense fallback={null}>{panel && <Inspector />}</Suspense>
      </main>
      <Desk />
      {reads && <Drawer />}
      <Conflict />
    </div>
  );
}

/** Opens the feed, the flow that the address names (else the first), and what was going on before a reload. */
function begin(): () => void {
  const detach = attachDesk();
  void sitDown();
  const forget = loadTheRest();
  const { environments } = useSession.getState();
  const asked = location.hash.slice(1).split("/");
  const known = environments.find(
    (environment) => environment.name === asked[0] && environment.flows.some((flow) => flow.name === asked[1]),
  );
  const first =
    environments.find((environment) => environment.name === "front_door" && environment.flows.length > 0) ??
    environments.find((environment) => environment.flows.length > 0);
  const flow = known ? asked[1] : (first?.flows.find((candidate) => candidate.name === "main") ?? first?.flows[0])?.name;
  const environment = (known ?? first)?.name;
  if (environment && flow) void openFlow(environment, flow);
  phone.resume();
  chat.resume();
  const guard = (event: BeforeUnloadEvent) => {
    if (unsaved()) event.preventDefault();
  };
  window.addEventListener("beforeunload", guard);
  const link = useEditing.subscribe((state) => {
    const open = state.open[state.current];
    if (open) history.replaceState(null, "", `#${keyOf(open.environment, open.name)}`);
  });
  const talk = useLive.subscribe((state, before) => {
    if (state.followed !== "" && before.followed === "" && !useDrawer.getState().open) showDrawer("trace");
  });
  return () => {
    detach();
    link();
    talk();
    forget();
    window.removeEventListener("beforeunload", guard);
  };
}

function Side() {
  const [tab, setTab] = useState<"phone" | "chat">(chat.use.getState().standing === "talking" ? "chat" : "phone");
  const show = (next: "phone" | "chat") => {
    setTab(next);
    const { dialogue, standing } = (next === "phone" ? phone : chat).use.getState();
    if (standing === "talking") void follow(dialogue);
  };
  return (
    <section className="side" aria-label={callStrings.side.title}>
      <Tabs
        name="side"
        label={callStrings.side.title}
        chosen={tab}
        choose={show}
        tabs={[
          ["phone", callStrings.side.phone],
          ["chat", callStrings.side.chat],
        ]}
      />
      <div id="side-panel" role="tabpanel" aria-labelledby={`side-${tab}`} className="side-panel">
        <Suspense fallback={<p className="hint">{strings.loading}</p>}>{tab === "phone" ? <Phone /> : <Chat />}</Suspense>
      </div>
    </section>
  );
}
