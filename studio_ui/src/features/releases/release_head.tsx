import type { Release } from "../../api/releases";
import { releasesStrings as words } from "../../app/releases_strings";
import { Badge } from "../../ui";
import { nameOf } from "../session";
import { when } from "./store";

/** Its number, and in words what it is now. */
export function ReleaseName({ release }: { release: Release }) {
  return (
    <>
      <b className="release-number">{words.number(release.number)}</b>
      {release.live && <Badge tone="now">{words.live}</Badge>}
      {release.canary !== null && <Badge tone="care">{words.canary(release.canary)}</Badge>}
      {release.retired && <Badge tone="calm">{words.retired}</Badge>}
    </>
  );
}

export const messageOf = (release: Release): string =>
  [release.message || words.noMessage, release.forced && words.forced(release.forced)].filter(Boolean).join(" ");

export const byWhom = (release: Release): string => words.by(nameOf(release.author), when(release.at_ms));
