const DRAWINGS: Record<string, string> = {
  say: "M2 3h12v8H7.500L4 14v-3H2z",
  menu: "M5.500 1.500l-1.500 13M12 1.500l-1.500 13M2 5.500h12.500M1.500 10.500H14",
  collect: "M2 4h12v8H2zM5 7v2M8 7v2M11 7v2",
  branch: "M2 8h4l4-4.500h4M6 8l4 4.500h4",
  clock: "M8 1.700a6.300 6.300 0 1 0 .01 0M8 4.500V8l2.800 2",
  set: "M5.500 2C2.500 2 4.500 8 2 8c2.500 0 .5 6 3.500 6M10.500 2c3 0 1 6 3.500 6-2.500 0-.5 6-3.500 6",
  building: "M3 14.500v-12h6v12M9 6.500h4v8M1.500 14.500h13M5.200 5.500h1.600M5.200 8.500h1.600",
  queue: "M2 4h12M2 8h12M2 12h7",
  announce: "M2 6.500v3h3l5 3.500V3L5 6.500zM12.500 6a3 3 0 0 1 0 4",
  music:
    "M5.500 12.500V3l7-1.500v9M5.500 12.500a2 1.700 0 1 1-3.500 0 2 1.700 0 0 1 3.500 0M12.500 10.500a2 1.700 0 1 1-3.500 0 2 1.700 0 0 1 3.500 0",
  wait: "M4 1.500h8M4 14.500h8M4.700 1.500c0 5 6.600 8 6.600 13M11.300 1.500c0 5-6.600 8-6.600 13",
  subflow: "M2 2.500h12v11H2zM5 8h6M8.500 5.500L11 8l-2.500 2.500",
  return: "M13.500 12V7.500h-10M6.500 4L3 7.500 6.500 11",
  end: "M3.500 3.500h9v9h-9z",
  phone: "M3 2c0 6 5 11.500 11 11.500l1-3.200-3.400-1.600-1.600 1.500C8 9.300 6.700 8 5.800 6l1.500-1.600L5.700 1z",
  plug: "M5 1.500v4M11 1.500v4M3 5.500h10v2a5 5 0 0 1-10 0zM8 12.500v2.500",
  headset: "M2.500 10V8a5.500 5.500 0 0 1 11 0v2M2.500 9.500h2v4h-2zM11.500 9.500h2v4h-2M13.500 13.500c0 1.500-2 1.800-4 1.800",
  sun: "M8 5a3 3 0 1 0 .01 0M8 .8v1.700M8 13.500v1.700M.8 8h1.700M13.500 8h1.700M2.900 2.900l1.200 1.200M11.900 11.900l1.200 1.200M2.900 13.100l1.200-1.200M11.900 4.100l1.200-1.200",
};

/** Drawings are named as the node types name their icon; a type with another name gets its family's. */
const BY_GROUP: Record<string, string> = {
  Speak: "say",
  Ask: "menu",
  Decide: "branch",
  Route: "queue",
  Data: "set",
  End: "end",
};

export function Icon({ name }: { name: string }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={DRAWINGS[name] ?? DRAWINGS["subflow"]} />
    </svg>
  );
}

export function FamilyIcon({ icon, group }: { icon: string; group: string }) {
  const drawing = icon in DRAWINGS ? icon : (BY_GROUP[group] ?? "subflow");
  return (
    <span className="family-icon">
      <Icon name={drawing} />
    </span>
  );
}

export function family(group: string | undefined): string {
  return `family-${(group ?? "End").toLowerCase()}`;
}
