/** One customer as of the end of a day: what the nine named segments look at. Days are counts, money is minor units. */
export interface Portrait {
  /** Occasions in all; 0 = has never bought. */
  occasions: number;
  /** Days since the first and since the last occasion. */
  daysSinceFirst: number;
  daysSinceLast: number;
  /** Due time D_c in days; null before the model is fitted: then nobody is lost or lapsing by it. */
  due: number | null;
  /** Null before the model is fitted. */
  pAlive: number | null;
  /** A visit, view, cart or wish in the last 365 days; null where no such data are kept. */
  browsed365: boolean | null;
  value365: number;
  occasions365: number;
  /** Median days between occasions; null under two occasions. */
  medianGap: number | null;
  /** An occasion in each of the last four blocks of 91 days. */
  activeEachQuarter: boolean;
}

/** Workspace settings; the two cut points are top deciles, fixed at the weekly refit. */
export interface SegmentThresholds {
  lostIndex: number;
  lostAlive: number;
  lapsingIndex: number;
  firstTimeDays: number;
  secondTimeDays: number;
  bigSpenderValue: number;
  compulsiveOccasions: number;
  compulsiveGap: number;
  loyalTenure: number;
}

export const DEFAULT_THRESHOLDS: Omit<SegmentThresholds, "bigSpenderValue" | "compulsiveOccasions"> = {
  lostIndex: 4,
  lostAlive: 0.2,
  lapsingIndex: 1,
  firstTimeDays: 90,
  secondTimeDays: 180,
  compulsiveGap: 14,
  loyalTenure: 730,
};

export const NAMED_SEGMENTS = [
  "window_shoppers",
  "lost",
  "lapsing",
  "first_time",
  "second_time",
  "big_spenders",
  "compulsive",
  "long_standing_loyal",
  "regulars",
] as const;

export type NamedSegment = (typeof NAMED_SEGMENTS)[number];

/** (T - tx)/D_c: over 1 = late. */
export function overdueIndex(daysSinceLast: number, due: number): number {
  return daysSinceLast / due;
}

/**
 * The named segment, by the order of methods 7; the first that fits. Null only for someone who has never bought and
 * of whom no visit is known: not measured, in no segment.
 */
export function namedSegment(portrait: Portrait, thresholds: SegmentThresholds): NamedSegment | null {
  if (portrait.occasions === 0) return portrait.browsed365 === true ? "window_shoppers" : null;
  return drifting(portrait, thresholds) ?? newcomer(portrait, thresholds) ?? established(portrait, thresholds);
}

function drifting(portrait: Portrait, limits: SegmentThresholds): NamedSegment | null {
  const index = portrait.due === null ? 0 : overdueIndex(portrait.daysSinceLast, portrait.due);
  const unlikely = portrait.occasions >= 2 && portrait.pAlive !== null && portrait.pAlive < limits.lostAlive;
  if (index > limits.lostIndex || unlikely) return "lost";
  return index > limits.lapsingIndex ? "lapsing" : null;
}

function newcomer(portrait: Portrait, limits: SegmentThresholds): NamedSegment | null {
  if (portrait.occasions === 1 && portrait.daysSinceLast <= limits.firstTimeDays) return "first_time";
  return portrait.occasions === 2 && portrait.daysSinceLast <= limits.secondTimeDays ? "second_time" : null;
}

function established(portrait: Portrait, limits: SegmentThresholds): NamedSegment {
  const quick = portrait.medianGap !== null && portrait.medianGap <= limits.compulsiveGap;
  if (portrait.value365 >= limits.bigSpenderValue) return "big_spenders";
  if (portrait.occasions365 >= limits.compulsiveOccasions && quick) return "compulsive";
  if (portrait.daysSinceFirst >= limits.loyalTenure && portrait.activeEachQuarter) return "long_standing_loyal";
  return "regulars";
}
