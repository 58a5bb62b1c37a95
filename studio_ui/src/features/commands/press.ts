/** From a press of keys to a command. */

import { create } from "zustand";
import { isPressed, isSingle } from "./keys";
import { offered, type Command } from "./registry";

const KEPT = "single-keys";

/** Single keys can be switched off: dictation software types letters nobody meant as keys. */
export const useSingleKeys = create<{ on: boolean }>(() => ({ on: kept() !== "off" }));

export function setSingleKeys(on: boolean): void {
  useSingleKeys.setState({ on });
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    return; // a browser that keeps nothing: it holds until the page is left
  }
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

export function onPress(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const command = commandOf(event, isWriting(event.target));
  if (!command) return;
  event.preventDefault();
  command.run();
}

function commandOf(event: KeyboardEvent, writing: boolean): Command | undefined {
  const { on } = useSingleKeys.getState();
  return offered().findLast(
    (command) =>
      !command.gesture &&
      (command.keys ?? []).some((keys) => isPressed(keys, event) && (isSingle(keys) ? on && !writing : command.writing || !writing)) &&
      !command.why?.(),
  );
}

const TYPED = new Set(["button", "checkbox", "radio", "range", "file", "color", "submit", "reset"]);

/** Whether what is pressed belongs to a field: letters, and the field's own undo. */
function isWriting(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !TYPED.has(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && (target.isContentEditable || target.closest("[role=textbox]") !== null))
  );
}
