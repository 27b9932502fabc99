import Link from "next/link";
import type { ReactNode } from "react";

export type NavItem = {
  href: string;
  label: ReactNode;
  current?: boolean;
  /** What waits there, such as open alerts; `countLabel` says it to a screen reader. */
  count?: number;
  countLabel?: string;
};

export function NavList({ label, items }: { label: string; items: readonly NavItem[] }) {
  return (
    <nav aria-label={label}>
      <ul className="grid gap-0.5">
        {items.map((item) => (
          <li key={item.href}>
            <Link
              href={item.href}
              aria-current={item.current ? "page" : undefined}
              className="flex min-h-9 items-center justify-between rounded-[6px] px-3 text-ink-soft text-small hover:text-ink aria-[current=page]:bg-sunk aria-[current=page]:font-semibold aria-[current=page]:text-ink"
            >
              <span>{item.label}</span>
              {item.count !== undefined && item.count > 0 && (
                <span className="font-semibold text-stopped-ink">
                  {item.count}
                  {item.countLabel && <span className="sr-only"> {item.countLabel}</span>}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
