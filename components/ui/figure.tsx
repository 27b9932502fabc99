import type { ReactNode } from "react";
import { type VerdictKind, verdictTone } from "./verdict-kind";

type Props = {
  label?: ReactNode;
  value: ReactNode;
  /** In words: "74 to 82". */
  interval?: ReactNode;
  /** In words: "of 4,120 customers". */
  n?: ReactNode;
  kind?: VerdictKind;
  whisker?: ReactNode;
  why?: ReactNode;
};

/** A figure with its doubt: the value never stands without the interval and n that the caller has. */
export function Figure({ label, value, interval, n, kind, whisker, why }: Props) {
  return (
    <div className="min-w-0">
      {label && <p className="mb-1 text-ink-soft text-small">{label}</p>}
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span
          className={`font-medium text-figure tabular-nums tracking-tight ${kind ? verdictTone[kind].ink : "text-ink"}`}
        >
          {value}
        </span>
        {interval && <span className="text-ink-soft text-small">{interval}</span>}
      </p>
      {whisker}
      {n && <p className="mt-0.5 text-ink-faint text-small">{n}</p>}
      {why && <div className="mt-1">{why}</div>}
    </div>
  );
}
