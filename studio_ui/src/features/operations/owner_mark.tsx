/** An owner's letter on its colour; whoever uses it names the owner beside it. */
export function OwnerMark({ letter, place }: { letter: string; place: number }) {
  return (
    <span className={`owner-mark ${ownerClass(place)}`} aria-hidden="true">
      {letter}
    </span>
  );
}

const COLOURS = 6;

export const ownerClass = (place: number): string => (place < 0 ? "" : `owner-${place % COLOURS}`);
