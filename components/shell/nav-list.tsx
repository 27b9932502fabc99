"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

export type NavItem = {
  href: string;
  label: ReactNode;
  /** Left out, the address decides. */
  current?: boolean;
  /** What waits there, such as open alerts; `countLabel` says it to a screen reader. */
  count?: number;
  countLabel?: string;
};

/** A layout stays while its pages change, so the address is asked here, where the reader is. */
export function NavList({ label, items }: { label: string; items: readonly NavItem[] }) {
  const here = nearest(items, usePathname());
  return (
    <nav aria-label={label}>
      <ul className="grid gap-0.5">
        {items.map((item) => (
          <li key={item.href}>
            <Link
              href={item.href}
              aria-current={(item.current ?? item.href === here) ? "page" : undefined}
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

/** The item whose page this is, or whose pages this one stands under. The first page is above all others: it is only itself. */
function nearest(items: readonly NavItem[], path: string): string | undefined {
  const [home, ...rest] = items.map((item) => item.href);
  return path === home ? home : rest.find((href) => path === href || path.startsWith(`${href}/`));
}
