/** Where the dialogues that are on are: by step, how many. */

import { useLive } from "./store";
import { useFlowKey } from "./places";
import { hereOf } from "./standing";

/** How many dialogues are at this step of the open flow now. */
export function useHere(node: string): number {
  const flow = useFlowKey();
  return useLive((state) => hereOf(state.dialogues).get(`${flow}/${node}`) ?? 0);
}
