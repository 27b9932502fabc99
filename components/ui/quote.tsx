import type { ReactNode } from "react";

/** What someone said, in their words, with where it comes from. */
export function Quote({ children, source }: { children: ReactNode; source?: ReactNode }) {
  return (
    <figure className="max-w-prose">
      <blockquote className="font-quote text-ink-soft text-lede italic">{children}</blockquote>
      {source && <figcaption className="mt-1 text-ink-faint text-small">{source}</figcaption>}
    </figure>
  );
}
