"use client";

import type { ReactNode } from "react";

/** Printing needs a script; where there is none the browser's own menu does it, so the word is not shown. */
export function PrintButton({ children }: { children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={() => window.print()}
      className="touch hover:text-ink hover:underline noscript:hidden"
    >
      {children}
    </button>
  );
}
