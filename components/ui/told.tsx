import type { ReactNode } from "react";
import { type VerdictKind, verdictTone } from "./verdict-kind";

/** The part of a sentence that carries the verdict, in its colour and weight. */
export function Told({ kind, children }: { kind: VerdictKind; children: ReactNode }) {
  return <strong className={`font-semibold ${verdictTone[kind].ink}`}>{children}</strong>;
}
