import type { Translated } from "../catalogue";
import type { togetherStrings } from "../together_strings";

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const together: Translated<typeof togetherStrings> = {
  title: "Iemand anders wijzigde deze flow",
  who: (name, when) => `${name} bewaarde hem om ${when}, nadat u hem had gelezen.`,
  someone: "Iemand anders bewaarde hem nadat u hem had gelezen.",
  lead: "Er is niets verloren. Wat maar één van u wijzigde, wordt overgenomen; waar u beiden hetzelfde wijzigde, kiest u.",
  both: "Beiden wijzigden dit",
  theirs: "De ander wijzigde dit",
  mine: "U wijzigde dit",
  theirsShort: "Het andere",
  mineShort: "Het mijne",
  leave: "Laten zoals het was",
  take: "Overnemen",
  was: "Daarvoor",
  nothing: "niets",
  whose: (place) => `Welke versie geldt voor ${place}`,
  open: (n) => `${count(n, "plaats", "plaatsen")} nog te kiezen.`,
  decided: "Alles is gekozen.",
  go: "Beide samen bewaren",
  label: "Beide samenbrengen",
  done: "Beide zijn samen bewaard.",
  loading: "Beide worden vergeleken…",
  other: "Een andere uitweg",
  loadTheirs: "Het andere laden",
  keepMine: "Het mijne als kopie bewaren",
  name: "Naam van de kopie",
};
