import { useEffect, useRef } from "react";
import { mountJson } from "./json_room";

interface Props {
  label: string;
  text: string;
  change: (text: string) => void;
}

/** A field for JSON with colours, completion of a test's words, and undo of its own. */
export function JsonArea({ label, text, change }: Props) {
  const parent = useRef<HTMLDivElement>(null);
  const first = useRef({ label, text, change });
  useEffect(() => {
    if (!parent.current) return undefined;
    return mountJson(parent.current, first.current);
  }, []);
  return <div className="case-json" ref={parent} />;
}
