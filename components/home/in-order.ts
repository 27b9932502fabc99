import { verdictOf } from "@/components/following/verdict-of";
import type { VerdictKind } from "@/components/ui/verdict-kind";

type Tonight = { n: number | null; measured: boolean; worst: { verdict: { word: string } | null } | null };

const rank: Record<VerdictKind, number> = { stopped: 0, drifting: 1, more: 2, early: 3, follow: 4, unmeasured: 5 };

/** What asks for attention first, the larger group before the smaller; what is not measured keeps the last places. */
export function inOrder<T extends Tonight>(segments: readonly T[]): T[] {
  const place = ({ measured, worst }: T) => (worst ? rank[verdictOf(worst.verdict)] : measured ? 6 : 7);
  return [...segments].sort((one, other) => place(one) - place(other) || (other.n ?? 0) - (one.n ?? 0));
}
