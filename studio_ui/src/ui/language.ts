import { strings } from "../app/strings";

/** A language by its tag, as people call it: `nl-BE` is Dutch (BE). */
export const languageTitle = (language: string): string => {
  const [base = "", ...region] = language.split("-");
  const title = strings.languages[base] ?? language;
  return region.length > 0 && title !== language ? `${title} (${region.join("-")})` : title;
};
