import type { ReactNode } from "react";

export type Item = { key: string; term: ReactNode; detail: ReactNode };

/** Terms on the left, what they are on the right; one under the other where it is narrow. */
export function Definition({ items }: { items: readonly Item[] }) {
  return (
    <div className="@container">
      <dl className="grid gap-x-5 text-small @sm:grid-cols-[minmax(7rem,auto)_1fr] @sm:gap-y-2">
        {items.map((item) => (
          <div key={item.key} className="@max-sm:mb-2 @sm:contents">
            <dt className="text-ink-faint">{item.term}</dt>
            <dd className="text-ink">{item.detail}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
