import { useEffect, useState } from "react";
import { sentence } from "../../api/client";
import { releases as routes, type Release, type Retired } from "../../api/releases";
import { releasesStrings as words } from "../../app/releases_strings";
import { strings } from "../../app/strings";
import { Button, Dialog, Field, toast } from "../../ui";
import { refreshEnvironments, useSession } from "../session";
import { StandingTable } from "./drain";
import { loadReleases } from "./store";

interface Props {
  environment: string;
  release: Release;
  list: readonly Release[];
  close: () => void;
}

/** Take a release out of use. Where each dialogue would go is said before, and again whenever the answer changes. */
export function Retire({ environment, release, list, close }: Props) {
  const { number } = release;
  const centers = useSession((state) => state.contactCenters);
  const [heir, setHeir] = useState("");
  const [queue, setQueue] = useState("");
  const [told, setTold] = useState<{ plan: Retired; of: string } | null>(null);
  const [problem, setProblem] = useState("");
  const how = { ...(heir === "" ? {} : { to: Number(heir) }), ...(queue === "" ? {} : { queue }) };
  const of = `${heir} ${queue}`;
  const tell = (found: Retired | null, fault: string) => {
    setTold(found && { plan: found, of });
    setProblem(fault);
  };
  useEffect(() => {
    let wanted = true;
    routes.retire(environment, number, { ...how, dry_run: true }).then(
      (found) => wanted && tell(found, ""),
      (fault: unknown) => wanted && tell(null, sentence(fault)),
    );
    return () => {
      wanted = false;
    };
  }, [environment, number, heir, queue]); // of which `how` is made
  const go = async () => {
    try {
      await routes.retire(environment, number, how);
      toast(words.drain.done(number));
      close();
      await Promise.all([loadReleases(environment), refreshEnvironments()]);
    } catch (fault) {
      setProblem(sentence(fault));
    }
  };
  const actions = (
    <>
      <Button onClick={close}>{strings.cancel}</Button>
      <Button kind="danger" off={told?.of !== of} onClick={() => void go()}>
        {words.drain.go}
      </Button>
    </>
  );
  return (
    <Dialog title={words.drain.retireOf(number)} close={close} closeLabel={strings.close} actions={actions}>
      <p className="hint">{words.drain.lead}</p>
      <Field label={words.drain.to}>
        {(ids) => (
          <select {...ids} className="input" value={heir} onChange={(event) => setHeir(event.target.value)}>
            <option value="">{words.drain.toLive}</option>
            {list
              .filter((other) => other.number !== number && !other.retired)
              .map((other) => (
                <option key={other.number} value={other.number}>
                  {words.number(other.number)}
                </option>
              ))}
          </select>
        )}
      </Field>
      <Field label={words.drain.queue}>
        {(ids) => (
          <select {...ids} className="input" value={queue} onChange={(event) => setQueue(event.target.value)}>
            <option value="">{words.drain.stay}</option>
            {centers.map((center) => (
              <option key={center.name} value={center.name}>
                {center.title}
              </option>
            ))}
          </select>
        )}
      </Field>
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      {told && <StandingTable all={told.plan.dialogues} />}
    </Dialog>
  );
}
