/** The language of the pages: the person's choice, else the browser's. A choice takes effect with a reload. */

import { sayIn, type Sayings } from "../api/said";
import { speakIn, type Words } from "./catalogue";

export type Language = "en" | "nl";
/** By their own names. */
export const LANGUAGES: Readonly<Record<Language, string>> = { en: "English", nl: "Nederlands" };
interface Spoken {
  pages: Readonly<Record<string, Words>>;
  server: Sayings;
}
const LOAD: Partial<Record<Language, () => Promise<Spoken>>> = {
  nl: () => import("./nl").then(({ dutch, sayings }) => ({ pages: dutch as Readonly<Record<string, Words>>, server: sayings })),
};

export const language: Language = chosen();

/** Before anything is drawn. A language that cannot be loaded leaves the pages in English. */
export async function speak(): Promise<void> {
  try {
    const words = await LOAD[language]?.();
    if (words) {
      speakIn(words.pages);
      sayIn(words.server);
    }
    document.documentElement.lang = language;
  } catch {
    document.documentElement.lang = "en";
  }
}

export function chooseLanguage(next: Language): void {
  try {
    localStorage.setItem("language", next);
  } catch {
    return; // this browser keeps nothing: the page stays as it is
  }
  location.reload();
}

function chosen(): Language {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem("language");
  } catch {
    // the browser's own language then
  }
  const wanted = [kept ?? "", ...spokenHere().map((tag) => tag.split("-")[0] ?? "")];
  return wanted.find((tag): tag is Language => tag in LANGUAGES) ?? "en";
}

/** The browser's languages, the most wanted first; a test without a browser has none. */
function spokenHere(): readonly string[] {
  return typeof navigator === "undefined" ? [] : navigator.languages;
}
