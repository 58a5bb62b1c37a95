import { keptStrings as words } from "../../app/kept_strings";
import { Button } from "../../ui";
import { settleLeft, takeLeft, useLeft, type BringBack, type Left } from "./leftover";
import "./kept.css";

/** What of this page was not saved when an earlier one was left. */
export function LeftOffer({ place, titleOf, bringBack }: { place: string; titleOf?: (left: Left) => string; bringBack: BringBack }) {
  const left = useLeft((state) => state.left[place]);
  if (!left || left.length === 0) return null;
  return (
    <section className="kept kept-page" aria-label={words.title}>
      <p>
        <b>{words.found(new Date(left[0]?.at ?? 0))}</b> {left.map((one) => (titleOf ? titleOf(one) : one.name)).join(", ")}
      </p>
      <Button kind="main" onClick={() => void takeLeft(place, left, bringBack)}>
        {words.back}
      </Button>
      <Button onClick={() => settleLeft(place)}>{words.letGo}</Button>
    </section>
  );
}
