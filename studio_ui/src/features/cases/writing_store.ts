/** The test, or the whole file, that is being written. */

import { create } from "zustand";
import type { JsonObject } from "../../document/json";

export interface Writing {
  /** The flow whose test it is. */
  key: string;
  file: string;
  /** "": the whole file. */
  name: string;
  /** The file as it was read, and its hash; "" is a new one. */
  read: JsonObject;
  hash: string;
  text: string;
  isFresh: boolean;
}

export const useWriting = create<{ writing: Writing | null; stale: boolean; problem: string }>(() => ({
  writing: null,
  stale: false,
  problem: "",
}));

/** What was typed and not saved is kept in this browser until it is saved or given up. */
const placeOf = (key: string, file: string, name: string): string => `case ${key}/${file} ${name}`;

export function keepTyped({ key, file, name, text }: Writing): void {
  try {
    localStorage.setItem(placeOf(key, file, name), text);
  } catch {
    return; // a full or forbidden store: the text stays on the screen
  }
}

export const typedBefore = (key: string, file: string, name: string): string | null => localStorage.getItem(placeOf(key, file, name));

export const forgetTyped = ({ key, file, name }: Writing): void => localStorage.removeItem(placeOf(key, file, name));

export function leaveWriting(): void {
  useWriting.setState({ writing: null, stale: false, problem: "" });
}
