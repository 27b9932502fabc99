import type { ReactNode } from "react";

/** Nothing here yet: what will be here, and how it gets here. */
export function Empty({ title, children, act }: { title: ReactNode; children?: ReactNode; act?: ReactNode }) {
  return (
    <div className="border-hairline border-y py-8">
      <p className="font-serif text-ink text-lede">{title}</p>
      {children && <div className="mt-1 max-w-prose text-ink-soft text-small">{children}</div>}
      {act && <div className="mt-4">{act}</div>}
    </div>
  );
}
