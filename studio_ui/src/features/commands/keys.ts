/** Keys as they are written in a command ("Mod+K", "Shift+T", "?"), pressed, and shown to people. */

export interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const LETTER = /^[a-z]$/;

/** Whether this press is these keys. A sign such as "?" counts however the keyboard makes it. */
export function isPressed(keys: string, event: Pressed): boolean {
  const parts = keys.split("+");
  const wanted = (parts.pop() || "+").toLowerCase(); // "Mod++" ends in a plus
  const wants = (name: string): boolean => parts.includes(name);
  if (wants("Mod") !== (event.ctrlKey || event.metaKey) || wants("Alt") !== event.altKey) return false;
  if ((isWord(wanted) || LETTER.test(wanted)) && wants("Shift") !== event.shiftKey) return false;
  return keyOf(event) === wanted;
}

/** The letter on the key where the layout writes other letters: Ctrl-K is there for a Greek keyboard too. */
function keyOf(event: Pressed): string {
  const key = event.key.toLowerCase();
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  return letter && key.length === 1 && key.charCodeAt(0) > 127 ? letter.toLowerCase() : key;
}

const isWord = (key: string): boolean => key.length > 1;

/** A key without Ctrl or the like: it must not take what somebody types, or says to a voice control. */
export const isSingle = (keys: string): boolean => !/Mod|Alt/.test(keys) && !isWord(keys.split("+").at(-1) ?? "");

const ARROWS: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };
const APPLE: Record<string, string> = { Mod: "⌘", Alt: "⌥", Shift: "⇧" };

/** What stands on the keys of this machine. */
export function shownKeys(keys: string, apple: boolean): string[] {
  const parts = keys.endsWith("++") ? [...keys.slice(0, -2).split("+"), "+"] : keys.split("+");
  return parts.map((part) => ARROWS[part] ?? (apple ? APPLE[part] : undefined) ?? (part === "Mod" ? "Ctrl" : part));
}

export const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);
