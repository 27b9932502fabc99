import Link from "next/link";
import type { ReactNode } from "react";

export type Crumb = { label: ReactNode; href?: string; key: string };

export function Breadcrumb({ label, crumbs }: { label: string; crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label={label} className="text-ink-faint text-small">
      <ol className="flex flex-wrap items-baseline">
        {crumbs.map((crumb, place) => (
          <li key={crumb.key}>
            {place > 0 && (
              <span aria-hidden="true" className="px-1.5">
                /
              </span>
            )}
            {crumb.href ? (
              <Link href={crumb.href} className="touch hover:text-ink hover:underline">
                {crumb.label}
              </Link>
            ) : (
              crumb.label
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
