import type { ReactNode } from "react";

/** A day (`YYYY-MM-DD`) or an instant (ISO), with the words that the caller formatted in the reader's language. */
export function Time({ at, children }: { at: string; children: ReactNode }) {
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {children}
    </time>
  );
}
