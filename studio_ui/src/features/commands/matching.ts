/** Which commands somebody means by a few letters. */

/** 0 and less: not meant. A title that begins so, then one with a word that begins so, then one that holds it. */
export function meant(title: string, words: string): number {
  const text = title.toLowerCase();
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (!parts.every((part) => text.includes(part))) return 0;
  const first = parts[0] ?? "";
  if (text.startsWith(first)) return 3;
  return text.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(first)) ? 2 : 1;
}

/** The best first, in the given order among equals; at most `most`. */
export function best<T extends { title: string }>(all: readonly T[], words: string, most: number): T[] {
  if (words.trim() === "") return all.slice(0, most);
  return all
    .map((one) => ({ one, score: meant(one.title, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ one }) => one);
}
