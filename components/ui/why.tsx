import type { ReactNode } from "react";

/** A definition, n, dates and parts behind one word; opens without a script. */
export function Why({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <details className="group text-small">
      <summary className="touch link inline-block list-none text-ink-faint hover:text-ink group-open:text-ink">
        {label}
      </summary>
      <div className="mt-2 max-w-prose border-hairline border-l pl-3 text-ink-soft">{children}</div>
    </details>
  );
}
