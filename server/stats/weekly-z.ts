import { hypergeometricMoments } from "@/server/stats/hypergeometric";
import type { StratumDay } from "@/server/stats/safe-log-rank";

/**
 * What is usually done, for comparison only: the stratified log-rank z of all first returns so far, one-sided (positive = the
 * exposed return less), read at the end of each week. Read every week at 1.645 it is false far more often than one year in 20.
 * Source: Mantel 1966. Weeks are counted from `day0`; a week without returns has no point.
 */
export function weeklyZ(days: readonly StratumDay[], day0 = 0): { week: number; z: number }[] {
  const weeks = new Map<number, { x: number; v: number }>();
  for (const cell of days) {
    if (cell.d === 0 || cell.n1 === 0 || cell.n0 === 0) continue;
    const week = Math.floor((cell.day - day0) / 7);
    const sum = weeks.get(week) ?? { x: 0, v: 0 };
    const { mean, variance } = hypergeometricMoments(cell);
    weeks.set(week, { x: sum.x + mean - cell.o, v: sum.v + variance });
  }
  let [x, v] = [0, 0];
  return [...weeks]
    .sort(([left], [right]) => left - right)
    .flatMap(([week, sum]) => {
      x += sum.x;
      v += sum.v;
      return v > 0 ? [{ week, z: x / Math.sqrt(v) }] : [];
    });
}
