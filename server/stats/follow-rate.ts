import { type CannotSay, cannotSay } from "@/server/stats/estimate";
import { type MergedStratum, type MergeOptions, mergeStrata, type StratumCount } from "@/server/stats/merge-strata";
import { normalProbability, zOfLevel } from "@/server/stats/normal-quantile";
import { wilson } from "@/server/stats/wilson";

export interface FollowRateOptions extends MergeOptions {
  /** 1.96 at one horizon fixed beforehand, 2.9 for the curve that is read every week. */
  z?: number;
  /** Fewer returns than this in an arm: MOVER with Wilson limits instead of the delta method. */
  minReturns?: number;
  /** Expected returns from which a figure is shown, and from which it may carry a verdict. */
  shownFrom?: number;
  verdictFrom?: number;
}

export type FollowIntervalKind = "delta" | "mover";

export interface FollowRate {
  kind: "follow rate";
  /** Weighted share of exposed over weighted share of twins with an occasion; 1 = they follow as their twins do. */
  ratio: number;
  /** `level` is the pointwise level of z. `upper` is infinite where the twins' share may be 0. */
  interval: { lower: number; upper: number; level: number; z: number; kind: FollowIntervalKind };
  /** Shares of exposed and of twins, both weighted by the exposed. */
  rateExposed: number;
  rateTwins: number;
  /** Exposed who returned, and how many of them would have at their twins' rate. */
  observed: number;
  expected: number;
  /** expected - observed, signed: sum over segments and changes before truncating at 0. */
  missingReturns: { value: number; interval: { lower: number; upper: number; kind: FollowIntervalKind } };
  exposed: number;
  twins: number;
  twinsReturned: number;
  /** min(expected, twinsReturned): what the two minima below are asked of. */
  expectedReturns: number;
  shown: boolean;
  verdictPossible: boolean;
  strata: MergedStratum[];
  mergedStrata: number;
}

/**
 * The follow rate of methods 3: sum w_s F_exp,s / sum w_s F_twin,s with w_s the exposed share of stratum s.
 * Interval: delta method on the log ratio with variances F(1 - F)/(n_s - 1); under 30 returns in an arm, MOVER on Wilson limits.
 * Sources: Donner & Zou 2012 (MOVER for a ratio), Zou & Donner 2008 (weighted sum), Wilson 1927.
 * Cannot say without exposed, without twins, or where no twin returned.
 */
export function followRate(strata: readonly StratumCount[], options: FollowRateOptions = {}): FollowRate | CannotSay {
  const merged = mergeStrata(strata, options);
  const sums = total(merged);
  const refusal = refuse(merged, sums);
  if (refusal !== null) return refusal;
  const z = options.z ?? zOfLevel(0.95);
  const few = Math.min(sums.y1, sums.y0) < Math.max(1, options.minReturns ?? 30);
  const exposed = arm(merged, sums.n1, z, (s) => ({ y: s.y1, n: s.n1 }));
  const twins = arm(merged, sums.n1, z, (s) => ({ y: s.y0, n: s.n0 }));
  const kind = few || exposed.variance === null || twins.variance === null ? "mover" : "delta";
  const limits = kind === "mover" ? moverRatio(exposed, twins) : deltaRatio(exposed, twins, z);
  const missing = kind === "mover" ? moverDifference(twins, exposed) : deltaDifference(twins, exposed, z);
  const expected = sums.n1 * twins.rate;
  const expectedReturns = Math.min(expected, sums.y0);
  return {
    kind: "follow rate",
    ratio: exposed.rate / twins.rate,
    interval: { ...limits, level: 2 * normalProbability(z) - 1, z, kind },
    rateExposed: exposed.rate,
    rateTwins: twins.rate,
    observed: sums.y1,
    expected,
    missingReturns: {
      value: expected - sums.y1,
      interval: { lower: sums.n1 * missing.lower, upper: sums.n1 * missing.upper, kind },
    },
    exposed: sums.n1,
    twins: sums.n0,
    twinsReturned: sums.y0,
    expectedReturns,
    shown: expectedReturns >= (options.shownFrom ?? 30),
    verdictPossible: expectedReturns >= (options.verdictFrom ?? 150),
    strata: merged,
    mergedStrata: strata.filter((s) => s.n1 > 0).length - merged.length,
  };
}

function total(strata: readonly MergedStratum[]) {
  const sum = { n1: 0, n0: 0, y1: 0, y0: 0 };
  for (const s of strata) {
    sum.n1 += s.n1;
    sum.n0 += s.n0;
    sum.y1 += s.y1;
    sum.y0 += s.y0;
  }
  return sum;
}

function refuse(merged: readonly MergedStratum[], sums: ReturnType<typeof total>): CannotSay | null {
  if (sums.n1 === 0) return cannotSay("no exposed", 1, 0);
  if (sums.n0 === 0) return cannotSay("no twins", 1, 0);
  if (sums.y0 === 0) return cannotSay("no twin returned", 1, 0);
  const smallest = Math.min(...merged.map((s) => Math.min(s.n1, s.n0)));
  return smallest < 1 ? cannotSay("too few in a stratum", 1, smallest) : null;
}

/** One arm's weighted share, its variance (null where a stratum of one leaves it unknown) and its limits by Wilson and Zou. */
interface Arm {
  rate: number;
  variance: number | null;
  lower: number;
  upper: number;
}

function arm(
  strata: readonly MergedStratum[],
  n1: number,
  z: number,
  of: (s: MergedStratum) => { y: number; n: number },
): Arm {
  let rate = 0;
  let variance: number | null = 0;
  let below = 0;
  let above = 0;
  for (const s of strata) {
    const { y, n } = of(s);
    const weight = s.n1 / n1;
    const share = y / n;
    const limits = wilson(y, n, z);
    rate += weight * share;
    variance = n > 1 && variance !== null ? variance + (weight * weight * share * (1 - share)) / (n - 1) : null;
    below += (weight * (share - limits.lower)) ** 2;
    above += (weight * (limits.upper - share)) ** 2;
  }
  return { rate, variance, lower: Math.max(0, rate - Math.sqrt(below)), upper: Math.min(1, rate + Math.sqrt(above)) };
}

function deltaRatio(top: Arm, bottom: Arm, z: number): { lower: number; upper: number } {
  const error = Math.sqrt((top.variance ?? 0) / top.rate ** 2 + (bottom.variance ?? 0) / bottom.rate ** 2);
  const ratio = top.rate / bottom.rate;
  return { lower: ratio * Math.exp(-z * error), upper: ratio * Math.exp(z * error) };
}

/** Donner & Zou 2012, equation 9; the lower root is rationalised, so that it holds where u0 >= 2 p0. */
function moverRatio(top: Arm, bottom: Arm): { lower: number; upper: number } {
  const product = top.rate * bottom.rate;
  const low = top.lower * (2 * top.rate - top.lower);
  const lowUnder = bottom.upper * (2 * bottom.rate - bottom.upper);
  const high = top.upper * (2 * top.rate - top.upper);
  const highUnder = bottom.lower * (2 * bottom.rate - bottom.lower);
  const lowRoot = Math.sqrt(Math.max(0, product * product - low * lowUnder));
  const highRoot = Math.sqrt(Math.max(0, product * product - high * highUnder));
  return {
    lower: low === 0 ? 0 : low / (product + lowRoot),
    upper: highUnder > 0 ? (product + highRoot) / highUnder : Number.POSITIVE_INFINITY,
  };
}

function deltaDifference(left: Arm, right: Arm, z: number): { lower: number; upper: number } {
  const half = z * Math.sqrt((left.variance ?? 0) + (right.variance ?? 0));
  return { lower: left.rate - right.rate - half, upper: left.rate - right.rate + half };
}

function moverDifference(left: Arm, right: Arm): { lower: number; upper: number } {
  const difference = left.rate - right.rate;
  return {
    lower: difference - Math.hypot(left.rate - left.lower, right.upper - right.rate),
    upper: difference + Math.hypot(left.upper - left.rate, right.rate - right.lower),
  };
}
