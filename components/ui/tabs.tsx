import Link from "next/link";
import type { ReactNode } from "react";

export type Tab = { href: string; label: ReactNode; count?: ReactNode; current?: boolean };

/** Views of one list, each with an address of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="border-hairline border-b">
      <ul className="-mb-px flex flex-wrap gap-x-6">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={tab.current ? "page" : undefined}
              className="inline-flex min-h-10 items-center gap-1.5 border-transparent border-b-2 text-ink-soft text-small hover:text-ink aria-[current=page]:border-rule aria-[current=page]:font-semibold aria-[current=page]:text-ink"
            >
              {tab.label}
              {tab.count !== undefined && <span className="font-normal text-ink-faint">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
