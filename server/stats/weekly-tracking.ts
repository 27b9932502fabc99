import type { BgNbdParameters } from "@/server/stats/bg-nbd-fit";
import { expectedOccasionsNew } from "@/server/stats/bg-nbd-predict";

export interface TrackedWeek {
  week: number;
  expected: number;
  cumulative: number;
}

/**
 * Expected repeats of a cohort week by week, from the first customer's first occasion on: the model's tracking plot.
 * Cumulative at week k = sum over customers born by then of E[X(k - birth)], birth = max(T) - T. T in weeks, like the fit.
 * Source: Fader, Hardie & Lee 2005, figure 3; BTYD's ExpectedCumulativeTransactions.
 */
export function weeklyTracking(p: BgNbdParameters, T: ArrayLike<number>, weeks: number): TrackedWeek[] {
  const births = countBirths(T);
  const path: TrackedWeek[] = [];
  let before = 0;
  for (let week = 1; week <= weeks; week += 1) {
    let cumulative = 0;
    for (const [birth, count] of births) {
      if (birth <= week) cumulative += count * expectedOccasionsNew(p, week - birth);
    }
    path.push({ week, expected: cumulative - before, cumulative });
    before = cumulative;
  }
  return path;
}

function countBirths(T: ArrayLike<number>): Map<number, number> {
  let oldest = 0;
  for (let i = 0; i < T.length; i += 1) oldest = Math.max(oldest, T[i] ?? 0);
  const births = new Map<number, number>();
  for (let i = 0; i < T.length; i += 1) {
    const birth = oldest - (T[i] ?? 0);
    births.set(birth, (births.get(birth) ?? 0) + 1);
  }
  return births;
}
