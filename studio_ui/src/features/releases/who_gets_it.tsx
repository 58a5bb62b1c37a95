import { releasesStrings as words } from "../../app/releases_strings";
import { Field } from "../../ui";
import { shareProblem } from "./store";
import "./releases.css";

const FIRST_SHARE = "10";

/** Everybody, or a share of the callers first; null is everybody. */
export function WhoGetsIt({ share, setShare }: { share: string | null; setShare: (share: string | null) => void }) {
  const some = share !== null;
  return (
    <fieldset className="who-gets">
      <legend>{words.publish.who}</legend>
      <label>
        <input type="radio" name="who-gets" checked={!some} onChange={() => setShare(null)} /> {words.publish.everybody}
      </label>
      <label>
        <input type="radio" name="who-gets" checked={some} onChange={() => setShare(FIRST_SHARE)} /> {words.publish.some}
      </label>
      {share !== null && <Share share={share} setShare={setShare} />}
    </fieldset>
  );
}

/** A percentage of callers. */
export function Share({ share, setShare }: { share: string; setShare: (share: string) => void }) {
  return (
    <Field label={words.share} hint={words.shareHint} error={shareProblem(share)}>
      {(ids) => (
        <span className="share">
          <input
            {...ids}
            className="input"
            type="number"
            min={1}
            max={99}
            value={share}
            onChange={(event) => setShare(event.target.value)}
          />
          %
        </span>
      )}
    </Field>
  );
}
