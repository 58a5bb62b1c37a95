import { commandStrings as words } from "../../app/command_strings";
import { strings } from "../../app/strings";
import { Dialog } from "../../ui";
import { Keys } from "./key_caps";
import { setSingleKeys, useSingleKeys } from "./press";
import { offered, type Command } from "./registry";
import { shutBox } from "./store";
import "./commands.css";

const GROUPS: readonly Command["group"][] = ["flow", "edit", "view", "go", "add", "page"];

/** All keys of this page, made from the commands themselves. */
export function KeySheet() {
  const on = useSingleKeys((state) => state.on);
  const keyed = offered().filter((command) => command.keys);
  const sections = [
    ...GROUPS.map((group) => [words.groups[group], keyed.filter((one) => one.group === group && !one.gesture)] as const),
    [words.canvasKeys, keyed.filter((one) => one.gesture)] as const,
  ];
  return (
    <Dialog title={words.sheet} close={shutBox} closeLabel={strings.close}>
      <p className="hint">{words.sheetLead}</p>
      <label className="sheet-switch">
        <input type="checkbox" checked={on} onChange={(event) => setSingleKeys(event.target.checked)} /> {words.singleKeys}
        <span className="hint"> {words.singleKeysHint}</span>
      </label>
      <div className="sheet">
        {sections.map(([title, commands]) => commands.length > 0 && <Section key={title} title={title} commands={commands} />)}
      </div>
    </Dialog>
  );
}

function Section({ title, commands }: { title: string; commands: readonly Command[] }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {commands.map((command) => (
          <div key={command.id} className="sheet-row">
            <dt>{command.title()}</dt>
            <dd>
              {(command.keys ?? []).map((keys, place) => (
                <span key={keys}>
                  {place > 0 && ` ${words.keyOr} `}
                  <Keys keys={keys} />
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
