import { useState } from "react";
import type { CellSeen } from "../../api/operations";
import { operationsStrings as words } from "../../app/operations_strings";
import { strings } from "../../app/strings";
import { Button, Dialog } from "../../ui";
import { others } from "./derive";
import { drain } from "./store";

/** Says what will happen before it does; where no other node is up, that nobody is served then. */
export function Drain({ cell, node, close }: { cell: CellSeen; node: string; close: () => void }) {
  const [busy, setBusy] = useState(false);
  const takers = others(cell, node);
  const shards = cell.nodes.find((row) => row.node === node)?.shards ?? 0;
  const go = async () => {
    setBusy(true);
    try {
      await drain(node);
      close();
    } catch {
      setBusy(false); // what the server said of it stands on the page
    }
  };
  const actions = (
    <>
      <Button onClick={close}>{strings.cancel}</Button>
      <Button kind={takers === 0 ? "danger" : "main"} off={busy} onClick={() => void go()}>
        {words.drain.go}
      </Button>
    </>
  );
  return (
    <Dialog title={words.drain.title(node)} close={close} closeLabel={strings.close} actions={actions}>
      {takers === 0 ? (
        <>
          <p className="operations-wrong">{words.drain.alone}</p>
          <p>{words.drain.aloneAfter}</p>
        </>
      ) : (
        <>
          <p>{words.drain.others(shards, takers)}</p>
          <p>{words.drain.nobodyLost}</p>
          <p>{words.drain.after}</p>
        </>
      )}
    </Dialog>
  );
}
