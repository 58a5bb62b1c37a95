/** What the page tells people: a live region for readers, toasts for eyes. */

import { create } from "zustand";
import { Button } from "./button";

interface Toast {
  id: number;
  text: string;
  tone: "good" | "wrong" | "now";
}

interface Voice {
  said: string;
  toasts: Toast[];
}

const useVoice = create<Voice>(() => ({ said: "", toasts: [] }));
let next = 1;

/** Says it to screen readers only. */
export function announce(text: string): void {
  useVoice.setState((state) => ({ said: state.said === text ? `${text}\u00a0` : text }));
}

export function toast(text: string, tone: Toast["tone"] = "good"): void {
  const id = next++;
  useVoice.setState((state) => ({ toasts: [...state.toasts.slice(-2), { id, text, tone }] }));
  announce(text);
  window.setTimeout(() => drop(id), tone === "wrong" ? 12_000 : 6_000);
}

function drop(id: number): void {
  useVoice.setState((state) => ({ toasts: state.toasts.filter((shown) => shown.id !== id) }));
}

export function Voice({ dismiss }: { dismiss: string }) {
  const said = useVoice((state) => state.said);
  const toasts = useVoice((state) => state.toasts);
  return (
    <>
      <div className="unseen" role="status" aria-live="polite">
        {said}
      </div>
      <div className="toasts">
        {toasts.map((shown) => (
          <div key={shown.id} className={`toast toast-${shown.tone}`}>
            <span>{shown.text}</span>
            <Button kind="quiet" aria-label={dismiss} onClick={() => drop(shown.id)}>
              ✕
            </Button>
          </div>
        ))}
      </div>
    </>
  );
}
