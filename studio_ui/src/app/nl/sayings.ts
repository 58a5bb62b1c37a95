import type { Sayings } from "../../api/said";
import { changes } from "./changes";
import { faults } from "./faults";
import { findings } from "./findings";
import { failures, play } from "./play";
import { problems } from "./problems";
import { why } from "./why";

/** What the server says, in Dutch. */
export const sayings: Sayings = {
  findings,
  problems,
  known: (names) => `Hier bekend: ${names}.`,
  noneKnown: "Er is er nog geen.",
  unreachable: "De server antwoordt niet. Misschien start hij opnieuw; deze pagina probeert het nog eens.",
  changes,
  why,
  faults,
  play,
  failures,
  fixes: [
    [/^Add the exit (“.*”)$/, "De uitgang $1 toevoegen"],
    [/^Add (“.*”) as in the example$/, "$1 toevoegen zoals in het voorbeeld"],
    [/^Add (“.*”)$/, "$1 toevoegen"],
    [/^Change (“.*”) to (“.*”)$/, "$1 in $2 veranderen"],
    [/^Connect to a new step (“.*”)$/, "Met een nieuwe stap $1 verbinden"],
    [/^Connect to (.*)$/, "Verbinden met $1"],
    [/^Declare the exit (“.*”)$/, "De uitgang $1 opgeven"],
    [/^Declare (“.*”) as sensitive$/, "$1 als gevoelig opgeven"],
    [/^Declare (“.*”)$/, "$1 opgeven"],
    [/^Do not ask for (“.*”)$/, "Niet om $1 vragen"],
    [/^Give (“.*”) (.*) %$/, "$1 $2 % geven"],
    [/^Go to (.*)$/, "Naar $1 gaan"],
    [/^Leave out (“.*”)$/, "$1 weglaten"],
    [/^Remove (“.*”)$/, "$1 weghalen"],
    [/^Return by (“.*”)$/, "Terugkeren door $1"],
    [/^Start at (.*)$/, "Beginnen bij $1"],
    [/^Take (“.*”) from the exits$/, "$1 uit de uitgangen halen"],
    [/^Use (“.*”)$/, "$1 gebruiken"],
    [/^Wait in (“.*”)$/, "Wachten in $1"],
  ],
};
