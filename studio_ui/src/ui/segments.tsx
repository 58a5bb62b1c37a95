interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  choose: (value: T) => void;
}

/** One choice of a few, as buttons that say which is pressed. */
export function Segments<T extends string>({ label, value, options, choose }: Props<T>) {
  return (
    <span className="segments" role="group" aria-label={label}>
      {options.map(([key, text]) => (
        <button key={key} type="button" aria-pressed={key === value} onClick={() => choose(key)}>
          {text}
        </button>
      ))}
    </span>
  );
}
