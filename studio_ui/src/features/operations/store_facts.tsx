import type { CellSeen, NodeSeen } from "../../api/operations";
import { operationsStrings as words } from "../../app/operations_strings";
import { spokenLocale } from "../../ui";
import { sized, tenants, total } from "./derive";
import { figure } from "./figure";

/** What is kept where, and what went wrong with keeping it. */
export function StoreFacts({ cell, figures }: { cell: CellSeen; figures: Readonly<Record<string, NodeSeen | null>> }) {
  const { kind, bytes, schema, days, oldest_ms: oldest } = cell.store;
  const [size, unit] = sized(bytes);
  const facts: readonly (readonly [string, string, string?])[] = [
    [words.store.kind, kind],
    [words.store.size, words.bytes(size, unit)],
    [words.store.schema, String(schema)],
    ...(days ? ([[words.store.days, figure(days)]] as const) : []),
    [words.store.oldest, oldest ? new Date(oldest).toLocaleDateString(spokenLocale()) : words.store.none],
    [words.store.tenants, figure(tenants(cell))],
    [words.store.fenced, figure(total(figures, "fenced")), words.store.fencedHint],
  ];
  return (
    <section className="operations-section" aria-labelledby="operations-store">
      <h2 id="operations-store">{words.store.title}</h2>
      <dl className="store-facts">
        {facts.map(([name, value, hint]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {hint && <span className="operations-more">{hint}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
