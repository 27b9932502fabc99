import type { ReactNode } from "react";
import type { VerdictKind } from "@/components/ui/verdict-kind";

/** A change on a time line. */
export type ChangeMark = {
  key: string;
  lane: string;
  /** Day 0, `YYYY-MM-DD`. */
  day: string;
  /** Day in words, for the list on a phone. */
  dayLabel: ReactNode;
  label: string;
  kind: VerdictKind;
  /** The verdict in words, for the list and for a screen reader. */
  verdict: string;
  href?: string;
  /** A line leads up to the curve only from those that matter. */
  leads?: boolean;
};
