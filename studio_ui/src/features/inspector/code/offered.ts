/** What may be named from an environment, asked for once and again when it may have changed. */

import { useEffect, useState } from "react";
import { language, type Offered } from "../../../api/language";

const FRESH_MS = 20_000;

interface Known {
  at: number;
  offered: Promise<Offered>;
}

const known = new Map<string, Known>();

/** Rejects when the server does not answer; the next question asks again. */
export function offeredIn(environment: string): Promise<Offered> {
  const before = known.get(environment);
  if (before && Date.now() - before.at < FRESH_MS) return before.offered;
  const offered = language.names(environment);
  known.set(environment, { at: Date.now(), offered });
  offered.catch(() => known.delete(environment));
  return offered;
}

/** Null until it is there, and where nothing can be told: a field does without. */
export function useOffered(environment: string): Offered | null {
  const [offered, setOffered] = useState<Offered | null>(null);
  useEffect(() => {
    let wanted = true;
    if (environment)
      offeredIn(environment).then(
        (found) => wanted && setOffered(found),
        () => undefined,
      );
    return () => {
      wanted = false;
    };
  }, [environment]);
  return offered;
}
