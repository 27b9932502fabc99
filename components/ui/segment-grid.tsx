import Link from "next/link";
import type { ReactNode } from "react";

/** A sheet of cells ruled by hairlines, three to a row where there is room. */
export function SegmentGrid({ children }: { children: ReactNode }) {
  return (
    <div className="@container">
      <ul className="grid overflow-hidden border-hairline border-y bg-hairline gap-px @lg:grid-cols-2 @3xl:grid-cols-3">
        {children}
      </ul>
    </div>
  );
}

type CellProps = {
  name: ReactNode;
  href?: string;
  count?: ReactNode;
  glyph: ReactNode;
  verdict?: ReactNode;
  /** What was measured, or the words that say why nothing was. */
  children: ReactNode;
};

/** One group at a glance: its triangle, its figure with its doubt, its verdict. Unmeasured cells keep their place. */
export function SegmentCell({ name, href, count, glyph, verdict, children }: CellProps) {
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 bg-paper px-1 py-5 @lg:px-4 print:py-2">
      <div className="pt-1">{glyph}</div>
      <div className="min-w-0">
        <div className="flex items-baseline justify-between gap-3">
          <h3 className="font-semibold text-body text-ink">
            {href ? (
              <Link href={href} className="touch hover:underline">
                {name}
              </Link>
            ) : (
              name
            )}
          </h3>
          {count && <span className="text-ink-faint text-small tabular-nums">{count}</span>}
        </div>
        {children}
        {verdict && <div className="mt-1">{verdict}</div>}
      </div>
    </li>
  );
}
