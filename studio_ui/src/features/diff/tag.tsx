import { diffStrings as words } from "../../app/diff_strings";
import "./tag.css";

/** What became of a step, in words and each with a shape of its own. */
export function Tag({ mark }: { mark: string }) {
  return <span className={`change-tag change-${mark}`}>{words.marks[mark]}</span>;
}
