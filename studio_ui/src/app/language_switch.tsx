import { chooseLanguage, language, LANGUAGES, type Language } from "./language";
import { strings } from "./strings";

/** The pages in another language; each language says its own name, and only the tag of the chosen one takes room. */
export function LanguageSwitch() {
  return (
    <span className="language-switch button button-quiet" title={strings.header.language}>
      <span aria-hidden="true">{language.toUpperCase()}</span>
      <select
        aria-label={strings.header.language}
        value={language}
        onChange={(event) => chooseLanguage(event.target.value as Language)}
      >
        {Object.entries(LANGUAGES).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </span>
  );
}
