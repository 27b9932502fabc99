/** One ISO week of a store or a source: its lines, and on how many days it was open; null days = the week is not complete. */
export interface Week {
  /** Its Monday. */
  week: string;
  lines: number;
  openDays: number | null;
}

export interface Jump {
  week: string;
  /** Lines per open day, that week and usually (the median of its latest 8 complete weeks). */
  found: number;
  usual: number;
}

/** Weeks that a week is compared with, the fewest of them, and how many of the latest say what is usual now. */
const PAST = 26;
const LEAST = 8;
const RECENT = 8;
/** Robust standard deviations from the usual, which are never under what chance alone does (half a line's root). */
const FAR = 5;
const MAD = 1.4826;

/**
 * The weeks whose lines are far outside the source's or store's own last 26 complete weeks. Counts are compared as square roots of
 * lines per open day, whose spread does not grow with the count. The usual is the median of the latest 8 of them, the spread
 * the MAD of the differences from one week to the next (over the square root of 2): neither a season nor an earlier jump moves
 * them much. Weeks that are not complete, or on which it was never open, neither jump nor count as past. Oldest first.
 */
export function findJumps(weeks: readonly Week[], judged = 1): Jump[] {
  const whole = weeks.flatMap(({ week, lines, openDays }) =>
    openDays === null || openDays === 0 ? [] : [{ week, rate: lines / openDays, openDays }],
  );
  return whole.slice(-judged).flatMap(({ week, rate, openDays }) => {
    const before = whole.filter((each) => each.week < week).slice(-PAST);
    if (before.length < LEAST) return [];
    const roots = before.map((each) => Math.sqrt(each.rate));
    const usual = median(roots.slice(-RECENT));
    const spread = (MAD / Math.SQRT2) * median(roots.slice(1).map((root, i) => Math.abs(root - (roots[i] ?? root))));
    const chance = 0.5 / Math.sqrt(openDays);
    const far = Math.abs(Math.sqrt(rate) - usual) > FAR * Math.max(spread, chance);
    return far ? [{ week, found: rate, usual: usual ** 2 }] : [];
  });
}

export interface SharedWeek {
  week: string;
  /** Revenue with an identity and in all, minor units. */
  identified: number;
  total: number;
}

/** The least move of a week's share that is told (methods 4). */
const MOVE = 0.03;

/** Whether the last week's share of revenue with an identity is over 3 points, and far, from its own last 26 weeks; null = no. */
export function findShift(weeks: readonly SharedWeek[]): { week: string; found: number; usual: number } | null {
  const known = weeks
    .filter(({ total }) => total > 0)
    .map((each) => ({ ...each, share: each.identified / each.total }));
  const last = known.at(-1);
  const before = known.slice(0, -1).slice(-PAST);
  if (!last || before.length < LEAST) return null;
  const usual = median(before.map(({ share }) => share));
  const spread = MAD * median(before.map(({ share }) => Math.abs(share - usual)));
  const far = Math.abs(last.share - usual) > Math.max(MOVE, FAR * spread);
  return far ? { week: last.week, found: last.share, usual } : null;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const [upper = 0, lower = 0] = [sorted[middle], sorted[middle - 1]];
  return sorted.length % 2 === 1 ? upper : (upper + lower) / 2;
}
