/** The fixed words (methods 4): stable codes, translated elsewhere. */
export const VERDICT_WORDS = [
  "they follow",
  "too early to say",
  "drifting",
  "stopped following",
  "they come more",
  "not measurable",
] as const;
export type VerdictWord = (typeof VERDICT_WORDS)[number];

export type NotMeasurable =
  | "no comparison group"
  | "no exposed"
  | "too few returns expected"
  | "imbalance"
  | "too many without twins"
  | "too few stores for twins"
  | "not enough history"
  | "identification changed";

export type VerdictReason =
  | NotMeasurable
  | "alarm"
  | "alarm upward"
  | "alone only"
  | "another change since"
  | "band above limit"
  | "calibration not known yet"
  | "first round not over"
  | "alone on few returns"
  | "too few returns yet"
  | "band too wide"
  | "below limit without alarm"
  | "alarm weakened";

/** One direction's evidence tonight. */
export interface AlarmReading {
  /** First day on a night's list; null = never on one. Kept for good. */
  raisedOn: string | null;
  /** On tonight's list. */
  listed: boolean;
  /** At or over the level that it would need if nothing else were watched. */
  alone: boolean;
}

export interface VerdictReadings {
  /** Why no reading is possible; null = measurable. */
  notMeasurable: NotMeasurable | null;
  /** The day from which on another change cannot be told apart from this one; absent or null = none. */
  mixedFrom?: string | null;
  /** Placebo changes are still followed: no monitor runs, and no band is corrected. */
  uncalibrated?: boolean;
  /** Null = no monitor runs. */
  down: AlarmReading | null;
  up: AlarmReading | null;
  /** Latest complete round, with the weekly-simultaneous band (z = 2.9); null before the first one is over. */
  round: { lower: number; upper: number } | null;
  /** Expected returns of that round, or of all days so far; null = not known. */
  expectedReturns: number | null;
  /** Days until the question can be settled, from the pre-flight; else until the first round is over; null = unknown. */
  daysToGo: number | null;
}

export interface VerdictLimits {
  /** The band's lower limit from which they follow. */
  followFrom: number;
  /** Expected returns from which a round carries "they follow" and "drifting"; an alarm needs no minimum. */
  verdictFrom: number;
}

export interface Verdict {
  word: VerdictWord;
  reason: VerdictReason;
  params: Record<string, string | number>;
}

export const DEFAULT_VERDICT_LIMITS: VerdictLimits = { followFrom: 0.9, verdictFrom: 150 };

/**
 * From readings to one word with its reason (methods 4). In this order: what cannot be measured; what is on tonight's list, the loss
 * first; what cannot be told apart any more; what waits for its calibration; evidence at its own level only; the band. "Nothing found" is never read as "they follow".
 */
export function verdict(readings: VerdictReadings, limits: VerdictLimits = DEFAULT_VERDICT_LIMITS): Verdict {
  const { notMeasurable, down, up, round } = readings;
  if (notMeasurable !== null) return { word: "not measurable", reason: notMeasurable, params: {} };
  if (down?.listed) return { word: "stopped following", reason: "alarm", params: raised(down) };
  if (up?.listed) return { word: "they come more", reason: "alarm upward", params: raised(up) };
  const { mixedFrom = null } = readings;
  if (mixedFrom !== null) return { word: "not measurable", reason: "another change since", params: { mixedFrom } };
  if (readings.uncalibrated) return { word: "too early to say", reason: "calibration not known yet", params: {} };
  const enough = (readings.expectedReturns ?? 0) >= limits.verdictFrom;
  if (down?.alone && enough) return { word: "drifting", reason: "alone only", params: {} };
  if (round !== null && enough && round.lower >= limits.followFrom)
    return { word: "they follow", reason: "band above limit", params: { lower: round.lower } };
  return { word: "too early to say", ...whyEarly(readings, limits) };
}

function whyEarly(readings: VerdictReadings, limits: VerdictLimits): Pick<Verdict, "reason" | "params"> {
  const { down, round, expectedReturns, daysToGo } = readings;
  const days: Verdict["params"] = daysToGo === null ? {} : { days: daysToGo };
  const few = { need: limits.verdictFrom, have: expectedReturns ?? 0, ...days };
  if (down?.alone) return { reason: "alone on few returns", params: few };
  if (down && down.raisedOn !== null) return { reason: "alarm weakened", params: { ...raised(down), ...days } };
  if (round === null) return { reason: "first round not over", params: days };
  if ((expectedReturns ?? 0) < limits.verdictFrom) return { reason: "too few returns yet", params: few };
  const { lower, upper } = round;
  if (upper < limits.followFrom) return { reason: "below limit without alarm", params: { upper, ...days } };
  return { reason: "band too wide", params: { lower, upper, ...days } };
}

function raised({ raisedOn }: AlarmReading): Verdict["params"] {
  return raisedOn === null ? {} : { raisedOn };
}
