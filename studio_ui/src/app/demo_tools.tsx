import { useEffect, useRef, useState } from "react";
import { sentence } from "../api/client";
import { demo } from "../api/studio";
import { useEditing } from "../features/editing";
import { signOut, start } from "../features/session";
import { hush, listen, useLive } from "../features/trace";
import { Button, Icon, toast } from "../ui";
import { strings } from "./strings";

/** What only the demo has: crash it, mend it. */
export function DemoTools() {
  const [busy, setBusy] = useState(false);
  const menu = useRef<HTMLDetailsElement>(null);
  const standing = useLive((state) => state.standing);
  const [pulled, setPulled] = useState(false);
  const [wasLost, setWasLost] = useState(false);
  useEffect(() => {
    if (!pulled) return;
    if (standing === "lost") setWasLost(true);
    if (standing !== "open" || !wasLost) return;
    setPulled(false);
    setWasLost(false);
    toast(strings.header.back);
  }, [standing, pulled, wasLost]);
  const shut = () => {
    menu.current?.removeAttribute("open");
    menu.current?.querySelector("summary")?.focus();
  };
  const doing = async (what: () => Promise<void>) => {
    setBusy(true);
    shut();
    try {
      await what();
    } catch (fault) {
      toast(sentence(fault), "wrong");
    } finally {
      setBusy(false);
    }
  };
  const pull = async () => {
    try {
      await demo.pullThePlug();
    } catch (fault) {
      // A server that was killed may not get its answer out; anything it did answer is a refusal.
      if (!(fault instanceof Error && "status" in fault && fault.status === 0)) throw fault;
    }
    setPulled(true);
    toast(strings.header.plugged, "now");
  };
  const reset = async () => {
    const { chat, phone } = await import("../features/caller"); // not before: the editor draws itself without them
    const { clearDesk } = await import("../features/desk");
    phone.clear();
    chat.clear();
    hush(); // nothing is asked of a tenant that is being put back
    try {
      await demo.reset();
    } catch (fault) {
      listen({ all: true });
      throw fault;
    }
    clearDesk();
    useEditing.setState({ open: {}, current: "", pick: null, panel: false });
    await start();
    listen({ all: true });
    toast(strings.header.wasReset);
    location.reload();
  };
  return (
    <details
      className="menu"
      ref={menu}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) menu.current?.removeAttribute("open");
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") shut();
      }}
    >
      <summary className="button button-plain">{strings.header.more}</summary>
      <div className="menu-body">
        <Button kind="danger" off={busy} onClick={() => void doing(pull)}>
          <Icon name="plug" /> {strings.header.plug}
        </Button>
        <Button off={busy} onClick={() => void doing(reset)}>
          {strings.header.reset}
        </Button>
        <Button kind="quiet" onClick={() => void signOut()}>
          {strings.header.signOut}
        </Button>
      </div>
    </details>
  );
}
