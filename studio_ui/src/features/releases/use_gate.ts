/** The dry run of a publish: asked once the draft is saved, and again when the order changes. */

import { useEffect, useState } from "react";
import { sentence } from "../../api/client";
import { releases as routes, type Preview } from "../../api/releases";
import { save } from "../editing";

export interface Foretold {
  found: Preview | null;
  problem: string;
  looking: boolean;
}

export function useGate(environment: string, users: boolean): Foretold {
  const [state, setState] = useState<Foretold>({ found: null, problem: "", looking: true });
  useEffect(() => {
    let wanted = true;
    setState((before) => ({ ...before, looking: true }));
    foretell(environment, users).then(
      (found) => wanted && setState({ found, problem: "", looking: false }),
      (fault: unknown) => wanted && setState({ found: null, problem: sentence(fault), looking: false }),
    );
    return () => {
      wanted = false;
    };
  }, [environment, users]);
  return state;
}

async function foretell(environment: string, users: boolean): Promise<Preview> {
  await save(); // what cannot be saved is told when one publishes
  return routes.preview(environment, users ? { users: "all" } : {});
}
