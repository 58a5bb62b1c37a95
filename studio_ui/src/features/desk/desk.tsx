import { Suspense, useEffect } from "react";
import { whySaid } from "../../api/said";
import { deskStrings } from "../../app/desk_strings";
import { strings } from "../../app/strings";
import { Button, later } from "../../ui";
import { agentOf, nameOf, useSession } from "../session";
import { useLive } from "../trace";
import { Agents } from "./agents";
import { Presence } from "./presence";
import { parted } from "./reduce";
import { loadDesk, loadDeskSoon, useDesk } from "./store";

const Offers = later<object>(() => import("./offers").then((room) => ({ default: room.Offers })));
const Conversations = later<object>(() => import("./conversations").then((room) => ({ default: room.Conversations })));

/** Beside the flow it is a column with tabs; a page of its own has room for all conversations beside each other. */
export function Desk({ wide = false }: { wide?: boolean }) {
  const agent = useSession((state) => agentOf(state.session));
  const changes = useLive((state) => state.floorChanges);
  useEffect(loadDeskSoon, [changes, agent]);
  useEffect(() => useDesk.setState({ wide }), [wide]);
  return (
    <section className={wide ? "desk desk-wide" : "desk"} aria-label={deskStrings.title} tabIndex={-1}>
      <h2>{deskStrings.title}</h2>
      <Trouble />
      {agent ? <Mine agent={agent} /> : <p className="hint">{deskStrings.choose}</p>}
      <Agents here={agent} />
    </section>
  );
}

/** A desk that does not know what goes on says so. */
function Trouble() {
  const lost = useLive((state) => state.standing === "lost");
  const failed = useDesk((state) => state.standing === "failed");
  const problem = useDesk((state) => state.problem);
  if (failed) {
    return (
      <div className="desk-trouble" role="alert">
        <p>
          {deskStrings.failed} {problem}
        </p>
        <Button onClick={() => void loadDesk()}>{deskStrings.again}</Button>
      </div>
    );
  }
  return lost ? <p className="desk-trouble">{deskStrings.lost}</p> : null;
}

function Mine({ agent }: { agent: string }) {
  const standing = useDesk((state) => state.standing);
  if (standing === "loading") return <p className="hint">{strings.loading}</p>;
  return (
    <>
      <Presence agent={agent} />
      <Quiet agent={agent} />
      <Suspense fallback={null}>
        <Conversations />
        <Offers />
      </Suspense>
    </>
  );
}

/** Nothing lies here: what that means. */
function Quiet({ agent }: { agent: string }) {
  const empty = useDesk((state) => Object.keys(state.work).length === 0);
  const intent = useDesk((state) => state.me?.intent ?? "offline");
  const blocked = useDesk((state) => (state.me?.blocked_until_ms ?? 0) > 0);
  const reasons = useDesk((state) => state.me?.reasons);
  const { taken } = parted(useDesk((state) => state.work));
  if (!empty || blocked) return null;
  const others = intent === "available" && taken.length === 0 ? (reasons ?? []) : [];
  return (
    <div className="quiet-desk">
      {intent !== "available" && <p>{deskStrings.notAvailable}</p>}
      {intent === "available" && others.length === 0 && <p>{deskStrings.waiting}</p>}
      {others.map((reason) => (
        <p key={reason}>{deskStrings.notNow(nameOf(agent), whySaid(reason))}</p>
      ))}
    </div>
  );
}
