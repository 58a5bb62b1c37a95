import { useRef, useState } from "react";
import type { Letter } from "../../api/operations";
import { operationsStrings as words } from "../../app/operations_strings";
import { strings } from "../../app/strings";
import { Button, Dialog } from "../../ui";
import { useKeptFocus } from "./kept_focus";
import { doAgain, drop, useOperations } from "./store";

/** Events that failed alone: done again when the fault is mended, or dropped. */
export function DeadLetters() {
  const { letters, more } = useOperations((state) => state.dead);
  const [asked, setAsked] = useState<Letter | null>(null);
  const section = useRef<HTMLElement>(null);
  const begin = useKeptFocus(section, letters, asked !== null);
  const again = (letter: Letter) => {
    begin(letter);
    void doAgain(letter).catch(() => undefined); // what the server said of it stands on the page
  };
  const ask = (letter: Letter) => {
    begin(letter);
    setAsked(letter);
  };
  return (
    <section className="operations-section" aria-labelledby="operations-dead" ref={section}>
      <h2 id="operations-dead" tabIndex={-1}>
        {words.dead.title}
      </h2>
      <p className="hint">{letters.length === 0 ? words.dead.none : words.dead.lead}</p>
      {letters.length > 0 && (
        <div className="operations-wide" tabIndex={0} role="group" aria-labelledby="operations-dead">
          <table className="operations-table dead-table">
            <thead>
              <tr>
                {[words.dead.when, words.dead.tenant, words.dead.kind, words.dead.dialogue, words.dead.fault].map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {letters.map((letter) => (
                <Row key={`${letter.tenant}/${letter.seq}`} letter={letter} again={again} ask={ask} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {more && <p className="hint">{words.dead.more}</p>}
      {asked && <Drop letter={asked} close={() => setAsked(null)} />}
    </section>
  );
}

function Row({ letter, again, ask }: { letter: Letter; again: (letter: Letter) => void; ask: (letter: Letter) => void }) {
  const when = new Date(letter.at_ms).toLocaleString(document.documentElement.lang || "en");
  return (
    <tr>
      <td>{when}</td>
      <td>{letter.tenant}</td>
      <td>{letter.kind}</td>
      <td>
        <code>{letter.dialogue.slice(-12)}</code>
      </td>
      <td>
        <code>{letter.error}</code>
      </td>
      <td className="operations-act">
        {!letter.erased && (
          <Button aria-label={words.dead.againOf(letter.kind, letter.seq)} onClick={() => again(letter)}>
            {words.dead.again}
          </Button>
        )}
        <Button aria-label={words.dead.dropOf(letter.kind, letter.seq)} onClick={() => ask(letter)}>
          {words.dead.drop}
        </Button>
      </td>
    </tr>
  );
}

function Drop({ letter, close }: { letter: Letter; close: () => void }) {
  const go = async () => {
    try {
      await drop(letter);
      close();
    } catch {
      close(); // what the server said of it stands on the page
    }
  };
  const actions = (
    <>
      <Button onClick={close}>{strings.cancel}</Button>
      <Button kind="danger" onClick={() => void go()}>
        {words.dead.drop}
      </Button>
    </>
  );
  return (
    <Dialog title={words.dead.dropTitle(letter.kind)} close={close} closeLabel={strings.close} actions={actions}>
      <p>{words.dead.dropSure}</p>
    </Dialog>
  );
}
