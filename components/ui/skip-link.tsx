import type { ReactNode } from "react";

export function SkipLink({ href, children }: { href: `#${string}`; children: ReactNode }) {
  return (
    <a
      href={href}
      className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:bg-ink focus:px-4 focus:py-2 focus:font-semibold focus:text-paper focus:text-small"
    >
      {children}
    </a>
  );
}
