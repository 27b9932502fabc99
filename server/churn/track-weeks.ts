import type { BgNbdParameters } from "../stats/bg-nbd-fit";
import { expectedOccasionsNew } from "../stats/bg-nbd-predict";

/** People of one group who came for the first time `day` days after the first of all. */
export interface Births {
  day: number;
  n: number;
}

/**
 * Repeat occasions that a model promises a base in its weeks: cumulative at the end of week k = sum over those born by then of
 * E[X(7k - birth)]. Days throughout, like the fit; the same as stats/weekly-tracking.ts, for people counted by day and group.
 */
export function promisedWeeks(
  groups: readonly { parameters: BgNbdParameters; births: readonly Births[] }[],
  weeks: number,
): number[] {
  const cumulative = Array.from({ length: weeks + 1 }, () => 0);
  for (const { parameters, births } of groups) {
    const expected = Array.from({ length: 7 * weeks + 1 }, (_, age) => expectedOccasionsNew(parameters, age));
    for (let week = 1; week <= weeks; week += 1) {
      for (const { day, n } of births) {
        if (day <= 7 * week) cumulative[week] = (cumulative[week] ?? 0) + n * (expected[7 * week - day] ?? 0);
      }
    }
  }
  return cumulative.slice(1).map((value, i) => value - (cumulative[i] ?? 0));
}
