import { hideSmall } from "../hide-small";
import type { NightReadings } from "../reading/read-readings";
import type { Slice } from "../schema";

export interface SegmentSize {
  slice: Exclude<Slice, "all">;
  /** Concerned people of the segment under watch. */
  n: number;
  /** Too few to be told, or the next smallest with a single such one. */
  hidden: boolean;
}

/** The segments of a change with their people. Every page hides the same ones, or two pages together would tell what each hides. */
export function segmentSizes(night: Pick<NightReadings, "get" | "slices">, minGroup: number): SegmentSize[] {
  const rows = night.slices("follow_rate").flatMap((slice) => {
    const rate = night.get("follow_rate", slice)?.rate;
    if (slice === "all" || !rate) return [];
    return [{ slice, n: rate.kind === "rate" ? rate.exposed : (night.get("where", slice)?.n ?? 0) }];
  });
  const hidden = hideSmall(
    rows.map((row) => row.n),
    minGroup,
  );
  return rows.map((row, i) => ({ ...row, hidden: hidden[i] ?? true }));
}
