/** What the prompts page shows of prompts: their words, what is missing, and how their sounds stand. */

import type { Finding } from "../../api/types";
import { isObject, type Json, type JsonObject } from "../../document/json";
import { lacks, languagesOf, wordsOf } from "../../document/spoken";

export type SoundState = "fresh" | "stale" | "spoken" | "values";

export interface SoundOf {
  file: string;
  state: SoundState;
}

const about = (prompt: Json | undefined, field: string): Json | undefined => (isObject(prompt) ? prompt[field] : undefined);

export const stateOf = (prompt: Json | undefined): string => String(about(prompt, "state") ?? "draft");
export const useOf = (prompt: Json | undefined): string => String(about(prompt, "use") ?? "");
export const isLive = (prompt: Json | undefined): boolean => about(prompt, "live") === true;

/** The recording of the words of a language; findings of the server say whether it still says them. */
export function soundOf(prompt: Json | undefined, language: string, findings: readonly Finding[]): SoundOf {
  const texts = wordsOf(prompt ?? "").filter((words) => words.language === language);
  const spoken = texts.find((words) => words.channel === "" || words.channel === "voice") ?? texts[0];
  const sounds = about(prompt, "sounds");
  const sound = isObject(sounds) ? sounds[language] : undefined;
  const file = isObject(sound) ? String(sound["file"] ?? "") : "";
  if (/\{[{%]/.test(spoken?.text ?? "")) return { file, state: "values" };
  if (file === "") return { file, state: "spoken" };
  const speaks = (finding: Finding) =>
    finding.code === "sound_stale" && (finding.path.endsWith(`.sounds.${language}`) || finding.path.endsWith(`.sounds['${language}']`));
  return { file, state: findings.some(speaks) ? "stale" : "fresh" };
}

/** With something of what is known about it set, or taken away (undefined, false, ""). A plain text gets its place in `language`. */
export function withAbout(prompt: Json, field: string, value: Json | undefined, language: string): Json {
  const whole: JsonObject = isObject(prompt) ? { ...prompt } : { by_language: { [language]: prompt } };
  if (value === undefined || value === "" || value === false) delete whole[field];
  else whole[field] = value;
  return whole;
}

/** With its words, and all that is known about it, as `words` (of document/spoken.ts) has them. */
export function withTexts(prompt: Json, texts: Json): Json {
  if (!isObject(texts)) return texts;
  const languages = isObject(texts["by_language"]) ? texts["by_language"] : {};
  const known = isObject(prompt) ? prompt : {};
  const sounds = known["sounds"];
  const kept = isObject(sounds) ? Object.fromEntries(Object.entries(sounds).filter(([language]) => language in languages)) : undefined;
  const rest: JsonObject = kept && Object.keys(kept).length > 0 ? { sounds: kept } : {};
  const { sounds: _, by_language: __, ...others } = known;
  return { by_language: languages, ...rest, ...others };
}

/** With the sounds of another state of it, and nothing else of that. */
export function withSounds(prompt: Json, of: Json): Json {
  if (!isObject(prompt)) return prompt;
  const { sounds: _, ...rest } = prompt;
  const sounds = about(of, "sounds");
  return sounds === undefined ? rest : { ...rest, sounds };
}

export const holes = (prompt: Json | undefined, languages: readonly string[]): number =>
  prompt === undefined ? 0 : languages.filter((language) => lacks(prompt, language)).length;

export function columnsOf(prompts: readonly (Json | undefined)[], first: readonly string[]): string[] {
  const used = prompts.flatMap((prompt) => (prompt === undefined ? [] : languagesOf(prompt)));
  return [...new Set([...first, ...used])].filter(Boolean);
}
