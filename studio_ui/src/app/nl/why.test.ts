import { afterEach, expect, test } from "vitest";
import { sayIn, whySaid } from "../../api/said";
import { sayings } from "./sayings";
import coming from "../../../../flowengine/floor/coming.py?raw";
import reason from "../../../../flowengine/floor/reason.py?raw";

afterEach(() => sayIn(null));

const SENTENCES: readonly (readonly [string, string])[] = [
  ["is not a member of front_door", "hoort niet bij front_door"],
  ["is not Sam Reed, who alone is asked now", "is niet Sam Reed, die nu als enige gevraagd wordt"],
  ["dutch is not a skill of repairs", "dutch is geen vaardigheid van repairs"],
  ["has no dutch, needs 50", "heeft geen dutch, nodig is 50"],
  ["has dutch 30, needs 50", "heeft dutch 30, nodig is 50"],
  ["declined this dialogue, may be asked again in 30 s", "sloeg deze dialoog af, mag over 30 s weer gevraagd worden"],
  ["is signed out and ends the present work", "is afgemeld en rondt het huidige werk af"],
  ["did not answer an offer and is blocked for 2 min", "nam een aanbod niet aan en is 2 min geblokkeerd"],
  ["is away (3 h)", "is afwezig (3 h)"],
  ["did not answer an offer and is blocked for 3 h", "nam een aanbod niet aan en is 3 uur geblokkeerd"],
  ["rings at Sam Reed for 3 h more, then is offered on", "gaat nog 3 uur over bij Sam Reed en wordt dan verder aangeboden"],
  ["leaves the queue unanswered in 2 h", "verlaat over 2 uur de wachtrij zonder antwoord"],
  ["asks sales for anyone in 3 h (step 2)", "vraagt over 3 uur sales voor iedereen (stap 2)"],
  ["is away (lunch)", "is afwezig (lunch)"],
  ["will be do not disturb after the present work", "wil na het huidige werk niet gestoord worden"],
  ["has a device that reports busy", "heeft een toestel dat bezet meldt"],
  ["has no room for a chat: 20 % is left, it takes 50 %", "heeft er geen ruimte voor: 20 % is over, het vraagt 50 %"],
  ["has 3 chats, the most at once", "heeft 3 chats, meer kan niet tegelijk"],
  ["has a call, the most at once", "heeft een gesprek, meer kan niet tegelijk"],
  ["rings at Sam Reed for 12 s more, then is offered on", "gaat nog 12 s over bij Sam Reed en wordt dan verder aangeboden"],
  ["is offered when Sam, the only one able who is signed in, becomes free", "wordt aangeboden zodra Sam vrij is, de enige die het kan en aangemeld is"],
  ["is offered when one of 3 able agents who are signed in becomes free", "wordt aangeboden zodra een van 3 aangemelde agenten die het kunnen, vrij is"],
  ["asks sales for anyone in 20 s (step 2)", "vraagt over 20 s sales voor iedereen (stap 2)"],
  [
    "asks sales for dutch 40 and phone 1, or repairs for dutch 20 with priority 3 in 2 min (step 3), or leaves if nobody able is there",
    "vraagt over 2 min sales voor dutch 40 en phone 1, of repairs voor dutch 20, met voorrang 3 (stap 3), of gaat weg als niemand er is die het kan",
  ],
  ["Sam, who did not answer, may be asked again in 40 s", "Sam, die niet opnam, mag over 40 s weer gevraagd worden"],
  ["Step 1 of 3 asks sales for dutch 40, or repairs for anyone, with priority 5.", "Stap 1 van 3 vraagt sales voor dutch 40, of repairs voor iedereen, met voorrang 5."],
  ["The one step asks sales for anyone, Sam Reed alone, with priority 5.", "De enige stap vraagt sales voor iedereen, alleen Sam Reed, met voorrang 5."],
  ["The wait is unknown: nobody was served here yet.", "De wachttijd is onbekend: hier werd nog niemand geholpen."],
  ["About 12 s more, nine times in ten at most 30 s: as long as the last one served in a and b waited.", "Nog ongeveer 12 s, negen van de tien keer hoogstens 30 s: zo lang als de laatste die in a and b geholpen werd, wachtte."],
  ["About 12 s more, nine times in ten at most 30 s: 2 ahead in sales, 3 places at agents, 90 s each.", "Nog ongeveer 12 s, negen van de tien keer hoogstens 30 s: 2 ervoor in sales, 3 plaatsen bij agenten, elk 90 s."],
];

test.each(SENTENCES)("why somebody waits: “%s” in Dutch", (english, dutch) => {
  expect(whySaid(english)).toBe(english);
  sayIn(sayings);
  expect(whySaid(english)).toBe(dutch);
});

/** What the files say between quotes after these words: every sentence that they make, and the times in some. */
const SAID = /(?:Reason\("\w+", |sentence = | else | when, |return None, "\w+", |_ms, "\w+", |return )f?"([^"]+ [^"]+)"/g;
const NO_SENTENCE = /^\{.* (?:s|min|h)$|, the most$/; // a time, and the beginning of one
const made = [...`${reason}${coming}`.matchAll(SAID)].map((found) => found[1] ?? "").filter((text) => !NO_SENTENCE.test(text));

test("no sentence of the server is without Dutch words", () => {
  sayIn(sayings);
  expect(made.length).toBeGreaterThan(25);
  const filled = made.map((text) =>
    text
      .replace("{has}", "has a chat, the most")
      .replaceAll(/\{worded\([^}]*\)\}/g, text.includes("device") ? "busy" : "away")
      .replaceAll(/\{(?:why|works|priority|alone)\}/g, "")
      .replaceAll("{talk}", "chat")
      .replaceAll(/\{(?:for_people\([^}]*\)|left)\}/g, "3 min")
      .replaceAll(/\{(?:skill|center|contact_center|asks|name_of\(.*?\)|agent\.name|able\[0\]\.name)\}/g, "Sam")
      .replaceAll(/\{[^}]*\}/g, "7"),
  );
  expect(filled.filter((text) => whySaid(text) === text)).toEqual([]);
});
