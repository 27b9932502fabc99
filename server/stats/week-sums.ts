import { hypergeometricMoments } from "@/server/stats/hypergeometric";
import type { RoundCell } from "@/server/stats/monitor";
import type { WeekSum } from "@/server/stats/placebo-calibration";

/**
 * A followed change's weeks, as calibration reads them: first returns (round 0), and the rounds from the second to `rounds`, each
 * round's weeks by themselves. Weeks are counted from day 0, as a monitor counts them. In order of round and week.
 */
export function weekSums(
  days: readonly (RoundCell & { day: number })[],
  { day0, rounds }: { day0: number; rounds: number },
): { first: WeekSum[]; rounds: WeekSum[] } {
  const sums = new Map<string, WeekSum & { round: number; week: number }>();
  for (const cell of days) {
    if (cell.round === 1 || cell.round > rounds) continue;
    if (cell.d === 0 || cell.n1 === 0 || cell.n0 === 0) continue;
    const week = Math.floor((cell.day - day0) / 7);
    const key = `${cell.round}/${week}`;
    const sum = sums.get(key) ?? { round: cell.round, week, x: 0, v: 0 };
    const { mean, variance } = hypergeometricMoments(cell);
    sum.x += cell.o - mean;
    sum.v += variance;
    sums.set(key, sum);
  }
  const ordered = [...sums.values()].sort((left, right) => left.round - right.round || left.week - right.week);
  const part = (first: boolean) =>
    ordered.filter(({ round }) => (round === 0) === first).map(({ x, v }): WeekSum => ({ x, v }));
  return { first: part(true), rounds: part(false) };
}
