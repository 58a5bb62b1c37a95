import type { Entry } from "../stock";

/** What is wrong with a part, as one text for its field. */
export function faultsOf(entry: Entry | undefined): string {
  return (entry?.findings ?? []).map((finding) => [finding.message, finding.hint].filter(Boolean).join(" ")).join(" ");
}
