import type { Translated } from "../catalogue";
import type { keptStrings } from "../kept_strings";

const clock = (at: Date): string => at.toLocaleString("nl", { weekday: "short", hour: "2-digit", minute: "2-digit" });

export const kept: Translated<typeof keptStrings> = {
  title: "Wijzigingen die niet bewaard zijn",
  found: (at) => `Uw wijzigingen van ${clock(at)} zijn niet bewaard.`,
  moved: "De flow is sindsdien gewijzigd; u ziet beide naast elkaar.",
  back: "Terughalen",
  letGo: "Weggooien",
  label: "Niet bewaarde wijzigingen terughalen",
  waiting: "Bewaren wacht",
  failed: "Nog niet bewaard. Uw wijzigingen staan veilig in deze browser.",
};
