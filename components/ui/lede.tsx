import type { ReactNode } from "react";

/** The paragraph under a title: evidence in words, set in the serif. */
export function Lede({ children }: { children: ReactNode }) {
  return <p className="max-w-[38em] text-pretty font-serif text-ink text-lede [&_strong]:font-semibold">{children}</p>;
}
