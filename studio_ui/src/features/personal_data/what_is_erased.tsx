import { recordsStrings } from "../../app/records_strings";
import { Button } from "../../ui";
import { WhatStays } from "./found_person";
import { usePersonalData } from "./store";

/** What is gone, whether its bytes are, and what stays. */
export function WhatIsErased({ again }: { again: () => void }) {
  const words = recordsStrings.person;
  const { erased, who } = usePersonalData();
  if (!erased || !who) return null;
  const gone = Object.entries(words.gone).filter(([name]) => erased[name]);
  return (
    <div className="group personal-found" role="region" aria-label={words.erasedOf(who.title)}>
      <h3>{words.erasedOf(who.title)}</h3>
      <ul>
        {gone.map(([name, title]) => (
          <li key={name}>{title(recordsStrings.figure(erased[name] as number))}</li>
        ))}
      </ul>
      <p>{erased.overwritten ? words.overwritten : words.notOverwritten}</p>
      <WhatStays stays={erased.kept} />
      <div className="row-of-buttons">
        <Button onClick={again}>{words.another}</Button>
      </div>
    </div>
  );
}
