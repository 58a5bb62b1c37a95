import { floorStrings as words } from "../../app/floor_strings";

interface Props {
  label: string;
  value: string;
  change: (value: string) => void;
  shown: number;
  all: number;
  children?: React.ReactNode;
}

/** As many rows as are read without a search. */
export const FEW = 12;
/** As many rows as are drawn anew every second. */
export const MOST = 100;

/** Only where there is more than is read at a glance. */
export function Finder({ label, value, change, shown, all, children }: Props) {
  if (all <= FEW) return null;
  return (
    <div className="floor-find">
      <input
        className="input"
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => change(event.target.value)}
      />
      {children}
      <span className="hint" role="status">
        {words.shownOf(shown, all)}
      </span>
    </div>
  );
}
