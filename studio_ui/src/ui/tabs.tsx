import type { KeyboardEvent, ReactNode } from "react";

interface Props<T extends string> {
  /** Begins the ids of the tabs; the panel is `<name>-panel`. */
  name: string;
  label: string;
  tabs: readonly (readonly [T, ReactNode])[];
  chosen: T | "";
  choose: (tab: T) => void;
}

/** A row of tabs; arrow keys go along it. */
export function Tabs<T extends string>({ name, label, tabs, chosen, choose }: Props<T>) {
  const onKey = (event: KeyboardEvent, place: number) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = tabs[(place + step + tabs.length) % tabs.length];
    if (step === 0 || !next) return;
    event.preventDefault();
    choose(next[0]);
    document.getElementById(`${name}-${next[0]}`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={label}>
      {tabs.map(([tab, title], place) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`${name}-${tab}`}
          aria-selected={tab === chosen}
          aria-controls={`${name}-panel`}
          tabIndex={tab === chosen || (chosen === "" && place === 0) ? 0 : -1}
          onClick={() => choose(tab)}
          onKeyDown={(event) => onKey(event, place)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
