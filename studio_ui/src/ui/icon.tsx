import { DRAWINGS } from "./drawings";

/** A drawing of a package's own: the `d` of one path and nothing else, as the server holds it too (extensions/examine.py). */
const OWN = /^path:([Mm][MmLlHhVvCcSsQqTtAaZz0-9 ,.+-]{1,2000})$/;

/** Where a name has no drawing here, it gets its family's: it may be one that a newer page knows. */
const BY_GROUP: Readonly<Record<string, string>> = {
  Speak: "say",
  Ask: "menu",
  Decide: "branch",
  Route: "queue",
  Data: "set",
  End: "end",
};

export function drawingOf(icon: string, group = ""): string {
  const known = Object.hasOwn(DRAWINGS, icon) ? DRAWINGS[icon] : OWN.exec(icon)?.[1];
  return known ?? DRAWINGS[BY_GROUP[group] ?? "subflow"] ?? "";
}

function Drawing({ d }: { d: string }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}

export function Icon({ name }: { name: string }) {
  return <Drawing d={drawingOf(name)} />;
}

export function FamilyIcon({ icon, group }: { icon: string; group: string }) {
  return (
    <span className="family-icon">
      <Drawing d={drawingOf(icon, group)} />
    </span>
  );
}

export function family(group: string | undefined): string {
  return `family-${(group ?? "End").toLowerCase()}`;
}
