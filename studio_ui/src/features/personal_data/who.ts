/** Who is meant by what somebody writes: a number, an e-mail address, or users of the directory. */

import type { Meant } from "../../api/records";

export interface Person {
  user: string;
  name: string;
}

export interface Candidate {
  meant: Meant;
  /** How the page calls the person. */
  title: string;
}

const NUMBER = /^\+?[\d\s().\-/]{3,}$/;
const MOST = 20;

/** All who may be meant, surest first; none when nobody is called so. */
export function candidates(text: string, users: readonly Person[]): Candidate[] {
  const asked = text.trim();
  if (asked === "") return [];
  if (NUMBER.test(asked)) return [{ meant: { number: asked }, title: asked }];
  const folded = asked.toLowerCase();
  const named = users
    .filter(({ user, name }) => `${user}\n${name}`.toLowerCase().includes(folded))
    .slice(0, MOST)
    .map(({ user, name }) => ({ meant: { user }, title: name ? `${name} (${user})` : user }));
  return asked.includes("@") ? [{ meant: { email: asked }, title: asked }, ...named] : named;
}

/** What must be written again before anything is erased. */
export const nameOf = (meant: Meant): string => Object.values(meant)[0] as string;

/** Spaces and case do not matter to who confirms. */
export const isSame = (written: string, name: string): boolean => bare(written) !== "" && bare(written) === bare(name);

const bare = (text: string): string => text.replaceAll(/\s/g, "").toLowerCase();
