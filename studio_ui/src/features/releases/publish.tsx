import { useRef, useState } from "react";
import { ApiError, sentence } from "../../api/client";
import { releases as routes, type Order } from "../../api/releases";
import type { Finding } from "../../api/types";
import { releasesStrings as words } from "../../app/releases_strings";
import { strings } from "../../app/strings";
import { Button, Dialog, Field, takeAhead, toast } from "../../ui";
import { save, useEditing } from "../editing";
import { centerTitle, refreshEnvironments } from "../session";
import { Findings, Gate } from "./gate";
import { loadReleases, shareProblem } from "./store";
import { useGate } from "./use_gate";
import { WhoGetsIt } from "./who_gets_it";
import "./releases.css";

const FRONT_DOOR = "front_door";

/** Publish with a message: what would happen is said first, what stands in the way is listed. */
export function Publish({ close, environment: named }: { close: () => void; environment?: string }) {
  const opened = useEditing((state) => state.open[state.current]?.environment ?? "");
  const environment = named ?? opened;
  const [message, setMessage] = useState(takeAhead);
  const [force, setForce] = useState("");
  const [share, setShare] = useState<string | null>(null);
  const [users, setUsers] = useState(false);
  const [findings, setFindings] = useState<Finding[]>([]);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const gate = useGate(environment, users);
  const field = useRef<HTMLInputElement>(null);
  const failing = (gate.found?.failing.length ?? 0) > 0 || findings.some((finding) => finding.code === "case_failed");
  const publish = async () => {
    const wrong = message.trim() === "" ? words.publish.sayWhat : share === null ? "" : shareProblem(share);
    setProblem(wrong);
    setFindings([]);
    if (wrong !== "") return message.trim() === "" ? field.current?.focus() : undefined;
    setBusy(true);
    try {
      if (!(await save())) throw new ApiError(409, "not_saved", words.publish.notSaved);
      await send(environment, orderOf(message, force, share, users));
      close();
      await Promise.all([loadReleases(environment), refreshEnvironments()]);
    } catch (fault) {
      const found = fault instanceof ApiError ? fault.findings : [];
      setFindings(found);
      setProblem(found.length > 0 ? words.publish.refused(found.length) : sentence(fault));
    } finally {
      setBusy(false);
    }
  };
  const actions = (
    <>
      <Button onClick={close}>{strings.cancel}</Button>
      <Button kind="main" off={busy} onClick={() => void publish()}>
        {busy ? words.publish.busy : words.publish.go}
      </Button>
    </>
  );
  return (
    <Dialog title={words.publish.title(environment)} close={close} closeLabel={strings.close} actions={actions}>
      <p className="hint">{words.publish.lead}</p>
      <Field label={words.publish.message}>
        {(ids) => (
          <input
            {...ids}
            ref={field}
            className="input"
            autoFocus
            maxLength={500}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
        )}
      </Field>
      <WhoGetsIt share={share} setShare={setShare} />
      {environment === FRONT_DOOR && (
        <label className="publish-users">
          <input type="checkbox" checked={users} onChange={(event) => setUsers(event.target.checked)} /> {words.publish.users}
          <span className="hint">{words.publish.usersHint}</span>
        </label>
      )}
      <Gate gate={gate} />
      {failing && (
        <Field label={words.publish.force} optional={words.optional}>
          {(ids) => (
            <input {...ids} className="input" maxLength={500} value={force} onChange={(event) => setForce(event.target.value)} />
          )}
        </Field>
      )}
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      {findings.length > 0 && <Findings findings={findings} />}
    </Dialog>
  );
}

function orderOf(message: string, force: string, share: string | null, users: boolean): Order {
  return {
    message,
    ...(force.trim() === "" ? {} : { force_reason: force }),
    ...(share === null ? {} : { canary_percent: Number(share) }),
    ...(users ? { users: "all" as const } : {}),
  };
}

async function send(environment: string, order: Order): Promise<void> {
  const { number, users } = await routes.publish(environment, order);
  const { canary_percent: percent } = order;
  toast(percent === undefined ? words.publish.done(number) : words.publish.doneSome(number, percent));
  const kept = users.filter((user) => user.result === "kept").map((user) => centerTitle(user.environment));
  if (kept.length > 0) toast(words.publish.someKept(kept.join(", ")), "wrong");
}
