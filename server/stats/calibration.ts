/** People promised about the same probability: how many there are, the sum of p, the sum of p(1 - p), and how many came. */
export interface PromiseBin {
  n: number;
  promised: number;
  variance: number;
  kept: number;
}

export interface Calibration {
  n: number;
  promised: number;
  kept: number;
  /** Kept to promised. */
  ratio: number;
  /** Within these the ratio is no reason to draw the portrait anew. */
  low: number;
  high: number;
  fits: boolean;
}

/** Under this many people or promised returns nothing is judged. */
const ENOUGH = { people: 200, promised: 30 };

/**
 * Whether promises are kept on the whole: kept/promised within 1 -+ (tolerance + z sqrt(sum p(1 - p))/sum p). Given the model the
 * people are independent, so the second term is the binomial error of the sum; z = 2.9 is that of a figure read weekly for a year
 * (methods 3). The tolerance is what the model does not know: it has no season. Null: too few to judge.
 */
export function judgePromises(
  bins: readonly PromiseBin[],
  { z = 2.9, tolerance = 0.15 }: { z?: number; tolerance?: number } = {},
): Calibration | null {
  const sum = (of: (bin: PromiseBin) => number) => bins.reduce((total, bin) => total + of(bin), 0);
  const [n, promised, kept] = [sum((bin) => bin.n), sum((bin) => bin.promised), sum((bin) => bin.kept)];
  if (n < ENOUGH.people || promised < ENOUGH.promised) return null;
  const reach = tolerance + (z * Math.sqrt(sum((bin) => bin.variance))) / promised;
  const ratio = kept / promised;
  return { n, promised, kept, ratio, low: 1 - reach, high: 1 + reach, fits: Math.abs(ratio - 1) <= reach };
}
