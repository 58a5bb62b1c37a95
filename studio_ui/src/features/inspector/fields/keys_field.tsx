import { formStrings } from "../../../app/form_strings";
import { Choose } from "../choose";

const KEYS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"];

interface Props {
  value: Record<string, string>;
  steps: readonly (readonly [string, string])[];
  errorAt: (below: string) => string | undefined;
  set: (key: string, node: string | undefined) => void;
}

/** Keys that lead to one place from every menu which does not use them itself. */
export function KeysField({ value, steps, errorAt, set }: Props) {
  const free = KEYS.filter((key) => !(key in value));
  return (
    <>
      {Object.entries(value).map(([key, node]) => (
        <Choose
          key={key}
          label={formStrings.flow.key(key)}
          value={node}
          options={[["", formStrings.flow.noKey], ...steps]}
          error={errorAt(`.keys.${key}`) ?? errorAt(`.keys["${key}"]`)}
          choose={(chosen) => set(key, chosen || undefined)}
        />
      ))}
      <Choose
        label={formStrings.flow.addKey}
        value=""
        options={[["", formStrings.flow.chooseKey], ...free.map((key) => [key, key] as const)]}
        error={undefined}
        choose={(key) => key && set(key, steps[0]?.[0])}
      />
    </>
  );
}
