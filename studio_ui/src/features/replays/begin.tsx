import { useEffect, useState, type FormEvent } from "react";
import { sentence } from "../../api/client";
import { releases as releaseRoutes, type Release } from "../../api/releases";
import { replays } from "../../api/replays";
import { goUnlessLeft, to } from "../../app/address";
import { replaysStrings as words } from "../../app/replays_strings";
import { announce, Button, Field } from "../../ui";
import { useMay, useSession } from "../session";

const MOST = 10_000;

/** Which flows, which dialogues; then its report is shown while it grows. */
export function BeginReplay({ environment }: { environment: string }) {
  const mayEdit = useMay("edit", environment);
  const addresses = useSession((state) => state.addresses);
  const releases = useReleasesOf(environment);
  const [release, setRelease] = useState("0");
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const [address, setAddress] = useState("");
  const [most, setMost] = useState("1000");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const wrong = /^\d+$/.test(most) && Number(most) >= 1 && Number(most) <= MOST ? "" : words.badMost;
  const begin = async (event: FormEvent) => {
    event.preventDefault();
    if (wrong || busy) return;
    setBusy(true);
    setProblem("");
    const lead = goUnlessLeft();
    try {
      const begun = await replays.begin(environment, { release: Number(release), from, to: until, address, most: Number(most) });
      announce(begun.of ? words.begun(begun.of) : words.nothing);
      lead(to("studio", environment, "replays", begun.id));
    } catch (fault) {
      setProblem(sentence(fault));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="replays-begin" aria-label={words.beginTitle} onSubmit={(event) => void begin(event)}>
      <h3>{words.beginTitle}</h3>
      <Field label={words.against}>
        {(ids) => (
          <select {...ids} className="input" value={release} disabled={!mayEdit} onChange={(event) => setRelease(event.target.value)}>
            <option value="0">{words.draft}</option>
            {releases.map((known) => (
              <option key={known.number} value={known.number}>
                {known.live ? words.live(known.number) : words.release(known.number)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="pair">
        <Field label={words.from} hint={words.anyDay}>
          {(ids) => <input {...ids} type="date" className="input" value={from} disabled={!mayEdit} onChange={(event) => setFrom(event.target.value)} />}
        </Field>
        <Field label={words.until} hint={words.anyDay}>
          {(ids) => <input {...ids} type="date" className="input" value={until} disabled={!mayEdit} onChange={(event) => setUntil(event.target.value)} />}
        </Field>
      </div>
      <Field label={words.address}>
        {(ids) => (
          <select {...ids} className="input" value={address} disabled={!mayEdit} onChange={(event) => setAddress(event.target.value)}>
            <option value="">{words.anyAddress}</option>
            {addresses.map((known) => (
              <option key={known.address} value={known.address}>
                {known.title || known.address}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={words.most} error={wrong}>
        {(ids) => <input {...ids} className="input" inputMode="numeric" value={most} disabled={!mayEdit} onChange={(event) => setMost(event.target.value)} />}
      </Field>
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      <Button kind="main" type="submit" disabled={!mayEdit || wrong !== ""} off={busy} title={mayEdit ? undefined : words.notYours}>
        {words.begin}
      </Button>
      {!mayEdit && <p className="hint">{words.notYours}</p>}
    </form>
  );
}

/** Those that can be tried; none while they are not known. */
function useReleasesOf(environment: string): readonly Release[] {
  const [found, setFound] = useState<readonly Release[]>([]);
  useEffect(() => {
    let wanted = true;
    releaseRoutes.all(environment).then(
      (list) => wanted && setFound(list),
      () => undefined, // the draft can be tried all the same
    );
    return () => {
      wanted = false;
    };
  }, [environment]);
  return found;
}
