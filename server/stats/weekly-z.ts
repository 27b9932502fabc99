import { type EventCell, hypergeometricMoments } from "./hypergeometric";

/** Events of a day in one stratum: o of the d are of the first arm. Days count from day 0. */
export interface WeeklyCell extends EventCell {
  day: number;
  o: number;
}

/**
 * The stratified log-rank z of all days so far, read at the end of each week: (O - E) / sqrt(V), hypergeometric. Under 0 the first
 * arm returns less. Weeks without variance so far give none. What somebody reads who looks once a week with a fixed limit (methods:
 * replay); it is wrong far more often than its limit says.
 * Source: Mantel 1966.
 */
export function weeklyZ(cells: readonly WeeklyCell[]): { week: number; z: number }[] {
  const weeks = new Map<number, { difference: number; variance: number }>();
  for (const cell of cells) {
    const week = Math.floor(cell.day / 7);
    const { mean, variance } = hypergeometricMoments(cell);
    const sum = weeks.get(week) ?? { difference: 0, variance: 0 };
    weeks.set(week, { difference: sum.difference + cell.o - mean, variance: sum.variance + variance });
  }
  let [difference, variance] = [0, 0];
  return [...weeks]
    .sort(([left], [right]) => left - right)
    .flatMap(([week, sum]) => {
      difference += sum.difference;
      variance += sum.variance;
      return variance > 0 ? [{ week, z: difference / Math.sqrt(variance) }] : [];
    });
}
