import Link from "next/link";
import type { ReactNode } from "react";

type Turn = { href: string; label: ReactNode };
type Props = { label: string; previous?: Turn; next?: Turn; where: ReactNode };

export function Pager({ label, previous, next, where }: Props) {
  return (
    <nav aria-label={label} className="mt-4 grid grid-cols-3 items-baseline text-ink-soft text-small">
      <span>{previous && <PageLink turn={previous} rel="prev" />}</span>
      <span className="text-center text-ink-faint">{where}</span>
      <span className="text-right">{next && <PageLink turn={next} rel="next" />}</span>
    </nav>
  );
}

function PageLink({ turn, rel }: { turn: Turn; rel: "prev" | "next" }) {
  return (
    <Link href={turn.href} rel={rel} className="touch link inline-block py-1 hover:text-ink">
      {turn.label}
    </Link>
  );
}
