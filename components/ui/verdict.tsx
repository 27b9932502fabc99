import type { ReactNode } from "react";
import { type VerdictKind, verdictTone } from "./verdict-kind";
import { VerdictShape } from "./verdict-shape";

type Props = { kind: VerdictKind; children: ReactNode; size?: "small" | "body" };

/** Shape, colour and word together: any one of the three is enough to read it. */
export function Verdict({ kind, children, size = "small" }: Props) {
  return (
    <span
      className={`inline-flex items-baseline gap-1.5 font-semibold ${verdictTone[kind].ink} ${size === "small" ? "text-small" : "text-body"}`}
    >
      <VerdictShape kind={kind} className={size === "small" ? "size-3 self-center" : "size-3.5 self-center"} />
      <span>{children}</span>
    </span>
  );
}
