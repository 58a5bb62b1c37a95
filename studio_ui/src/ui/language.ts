import { strings } from "../app/strings";

/** A language by its tag, as people call it: `nl-BE` is Dutch (BE). */
export const languageTitle = (language: string): string => {
  const [base = "", ...region] = language.split("-");
  const title = strings.languages[base] ?? language;
  return region.length > 0 && title !== language ? `${title} (${region.join("-")})` : title;
};

/** For dates and numbers: the person's own kind of the pages' language (`en-GB`), else the language itself. */
export function spokenLocale(): string {
  const page = document.documentElement.lang || "en";
  return navigator.languages.find((tag) => tag.split("-")[0] === page) ?? page;
}
