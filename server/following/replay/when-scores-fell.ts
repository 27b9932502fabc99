import { type NpsCounts, npsDifference } from "../../stats/nps";

/** Answers that came on one day since day 0, one a person. `day` is a day number. */
export interface ScoreDay extends NpsCounts {
  day: number;
}

/** One-sided 5%: the upper end of the two-sided 90% interval is under zero. */
const LEVEL = 0.9;

/**
 * The last day of the first week since day 0 in which NPS had fallen against the answers before, read once a week as a team would: a
 * one-sided test at 5%, from 30 answers on either side. Null: NPS did not speak.
 */
export function whenScoresFell(
  before: NpsCounts,
  days: readonly ScoreDay[],
  { day0, until }: { day0: number; until: number },
): number | null {
  const sum = { promoters: 0, passives: 0, detractors: 0 };
  const waiting = [...days].sort((left, right) => left.day - right.day);
  for (let end = day0 + 6; end <= until; end += 7) {
    for (let next = waiting[0]; next !== undefined && next.day <= end; next = waiting[0]) {
      sum.promoters += next.promoters;
      sum.passives += next.passives;
      sum.detractors += next.detractors;
      waiting.shift();
    }
    const moved = npsDifference(before, sum, { level: LEVEL });
    if (moved.kind === "nps difference" && moved.interval.upper < 0) return end;
  }
  return null;
}
