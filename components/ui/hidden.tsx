import type { ReactNode } from "react";

/** A cell under the minimum group size. It keeps its place, and `children` say the threshold. */
export function Hidden({ children }: { children: ReactNode }) {
  return (
    <span className="hatched inline-block px-1 py-px text-ink-faint text-small">
      <span className="bg-paper px-1">{children}</span>
    </span>
  );
}
