/** A way back that a person has until it is gone or no longer possible: kept by the browser, after a reload or a crash too. */

import { parseJson, writeJson, type Json } from "../../document/json";
import { useSession } from "../session";
import { page } from "./page";
import { drop, keptOf, put } from "./shelf";

const idOf = (place: string): string => {
  const { session } = useSession.getState();
  return `${session?.tenant ?? ""}/${session?.user ?? ""}/way back/${place}`;
};

/** The one of this place from now on. A browser that keeps nothing, in a private window, has it until the page goes. */
export function keepWayBack(place: string, way: Json): void {
  const id = idOf(place);
  void put({ id, of: id, page, base: "", at: Date.now(), mine: writeJson(way), began: "" }).catch(() => undefined);
}

export async function keptWayBack(place: string): Promise<Json | null> {
  try {
    const [kept] = await keptOf(idOf(place), Date.now());
    return kept ? parseJson(kept.mine) : null;
  } catch {
    return null;
  }
}

export const dropWayBack = (place: string): void => void drop(idOf(place)).catch(() => undefined);
