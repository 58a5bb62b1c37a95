import type { Desk } from "../../api/trials";
import { tryStrings } from "../../app/try_strings";
import type { Json } from "../../document/json";
import { Button } from "../../ui";
import { agent } from "./acts";
import { Words } from "./caller_side";
import { useTrying } from "./trying";

/** The simulated agent, and what can be done at that desk now. */
export function Agents() {
  const desk = useTrying((state) => state.sight?.desks[0]);
  const chat = useTrying((state) => state.sight?.channel === "chat");
  if (!desk) return null;
  return (
    <section className="try-desk" aria-label={tryStrings.desk}>
      <p>{standing(desk)}</p>
      <div className="row-of-buttons">
        {doings(desk).map(([word, did]) => (
          <Button key={word} onClick={() => void agent(did)}>
            {word}
          </Button>
        ))}
      </div>
      {chat && desk.work === "connected" && desk.ours && (
        <Words label={tryStrings.writes} send={tryStrings.write} say={(text) => void agent({ says: text })} />
      )}
    </section>
  );
}

function standing(desk: Desk): string {
  const name = tryStrings.agentName;
  if (desk.work === "ringing") return desk.ours ? tryStrings.rings(name) : tryStrings.ringsOther(name);
  if (desk.work === "connected") return tryStrings.talks(name);
  if (desk.work === "wrapping") return tryStrings.wraps(name);
  if (desk.presence === "offline") return tryStrings.off(name);
  return desk.presence === "available" ? tryStrings.idle(name) : tryStrings.away(name);
}

function doings(desk: Desk): [string, Json][] {
  if (desk.work === "ringing") {
    return [
      [tryStrings.accept, "accepts"],
      [tryStrings.decline, "declines"],
      [tryStrings.ignore, "ignores"],
    ];
  }
  if (desk.work === "connected") return [[tryStrings.agentHangsUp, "hangs_up"]];
  if (desk.work === "wrapping") return [[tryStrings.wrapUp, "wraps_up"]];
  if (desk.presence === "offline") return [[tryStrings.signsIn, "signs_in"]];
  return desk.presence === "available"
    ? [[tryStrings.goesAway, { presence: "away" }]]
    : [[tryStrings.becomes, { presence: "available" }]];
}
