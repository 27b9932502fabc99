import type { BgNbdParameters } from "@/server/stats/bg-nbd-fit";

export interface DueOptions {
  /** The 0.8 quantile of the gap between first and second occasion (days), from at least 200 customers; null where unknown. */
  gapQuantile: number | null;
  /** Longest due time in days (`dueCap`). */
  cap?: number;
}

const DUE_CAP = 365;
const CHANCE_STILL_SILENT = 0.2;

/**
 * D_c in days after the last occasion: by then a living customer would have come with probability 0.8 (methods 1).
 * x >= 1: (alpha + tx)(0.2^(-1/(r + x)) - 1). x = 0: the gap quantile, or the cap where it is unknown (nobody is called late on no evidence).
 */
export function dueTime(p: BgNbdParameters, x: number, tx: number, options: DueOptions): number {
  const cap = options.cap ?? DUE_CAP;
  if (x === 0) return Math.min(options.gapQuantile ?? cap, cap);
  return Math.min((p.alpha + tx) * Math.expm1(-Math.log(CHANCE_STILL_SILENT) / (p.r + x)), cap);
}

/**
 * Days after the first occasion from which the customer counts as lost (D12): P(alive) has fallen to 0.2 (x >= 1), or four
 * due times have passed since the last occasion, whichever comes first. From P(alive) = 1/(1 + k) with k = 4.
 * Never before the last occasion itself. Real-valued: the first whole day strictly beyond it is the first lost day.
 */
export function lostAfter(p: BgNbdParameters, x: number, tx: number, options: DueOptions): number {
  const late = tx + 4 * dueTime(p, x, tx, options);
  if (x === 0) return late;
  const gone = (p.alpha + tx) * ((4 * (p.b + x - 1)) / p.a) ** (1 / (p.r + x)) - p.alpha;
  return Math.max(tx, Math.min(gone, late));
}
