import type { ReactNode } from "react";

/** A small fact about a thing: a kind, a state, a tag. Grey on purpose; verdicts have their own shape. */
export function Tag({ children }: { children: ReactNode }) {
  return (
    <span className="inline-block whitespace-nowrap rounded-[3px] bg-sunk px-1.5 py-px font-medium text-ink-soft text-tiny">
      {children}
    </span>
  );
}
