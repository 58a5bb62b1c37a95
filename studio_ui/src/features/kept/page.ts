/** Which page of the browser this is, and which others are open: what they have not saved yet is theirs. */

const PREFIX = "dialogue-studio page ";

export const page = [...crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join("");

let held = false;

/** Held until the page is gone, however it goes. */
export function hold(): void {
  if (held) return;
  held = true;
  void navigator.locks?.request(PREFIX + page, () => new Promise(() => undefined)).catch(() => undefined);
}

export async function openPages(): Promise<ReadonlySet<string>> {
  const state = await navigator.locks?.query();
  return new Set((state?.held ?? []).map((lock) => (lock.name ?? "").replace(PREFIX, "")));
}

/** Looks again when a page that still holds something is gone: one that is just being closed seems open for a moment. */
export function whenGone(kept: readonly { page: string }[], alive: ReadonlySet<string>, look: () => void): void {
  const others = new Set(kept.map((one) => one.page).filter((other) => other !== page && alive.has(other)));
  for (const other of others) void navigator.locks?.request(PREFIX + other, look).catch(() => undefined);
}
