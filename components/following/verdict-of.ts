import type { VerdictKind } from "@/components/ui/verdict-kind";

type Said = { word: string } | null | undefined;

const kinds: Record<string, VerdictKind> = {
  "they follow": "follow",
  "too early to say": "early",
  "stopped following": "stopped",
  "they come more": "more",
  drifting: "drifting",
  "not measurable": "unmeasured",
};

/** The shape and colour of a verdict; what has not been read yet is too early to say. */
export function verdictOf(said: Said): VerdictKind {
  return kinds[said?.word ?? ""] ?? "early";
}
