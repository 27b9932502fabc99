/** The words of the road (methods 4, while no placebos are computed): stable codes, translated elsewhere. */
export type VerdictWord = "they follow" | "too early to say" | "stopped following" | "not measurable";

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
  | "band above limit"
  | "first round not over"
  | "too few returns yet"
  | "band too wide"
  | "below limit without alarm"
  | "alarm weakened";

export interface VerdictReadings {
  /** Why no reading is possible; null = measurable. */
  notMeasurable: NotMeasurable | null;
  /** The downward first-returns alarm; `standing` = e is at or over the threshold tonight. Null = never raised. */
  alarm: { raisedOn: string; standing: boolean } | null;
  /** Latest complete round, with the weekly-simultaneous band (z = 2.9); null before the first one is over. */
  round: { lower: number; upper: number; expectedReturns: number } | null;
  /** Days until the question can be settled, from the pre-flight; null = unknown. */
  daysToGo: number | null;
}

export interface VerdictLimits {
  /** The band's lower limit from which they follow. */
  followFrom: number;
  /** Expected returns below which a round carries no verdict. */
  verdictFrom: number;
}

export interface Verdict {
  word: VerdictWord;
  reason: VerdictReason;
  params: Record<string, string | number>;
}

export const DEFAULT_VERDICT_LIMITS: VerdictLimits = { followFrom: 0.9, verdictFrom: 150 };

/**
 * From readings to one word with its reason. Order: what cannot be measured, then an alarm that stands (it carries its own proof
 * and needs no minimum), then the band. "Nothing found" is never read as "they follow".
 */
export function verdict(readings: VerdictReadings, limits: VerdictLimits = DEFAULT_VERDICT_LIMITS): Verdict {
  const { notMeasurable, alarm, round } = readings;
  if (notMeasurable !== null) return { word: "not measurable", reason: notMeasurable, params: {} };
  if (alarm?.standing) return { word: "stopped following", reason: "alarm", params: { raisedOn: alarm.raisedOn } };
  const days: Record<string, number> = readings.daysToGo === null ? {} : { days: readings.daysToGo };
  const early = (reason: VerdictReason, params: Verdict["params"] = {}): Verdict => ({
    word: "too early to say",
    reason,
    params: { ...params, ...days },
  });
  const follows = round !== null && round.expectedReturns >= limits.verdictFrom && round.lower >= limits.followFrom;
  if (follows) return { word: "they follow", reason: "band above limit", params: { lower: round.lower } };
  if (alarm !== null) return early("alarm weakened", { raisedOn: alarm.raisedOn });
  if (round === null) return early("first round not over");
  const { lower, upper, expectedReturns } = round;
  if (expectedReturns < limits.verdictFrom)
    return early("too few returns yet", { need: limits.verdictFrom, have: expectedReturns });
  if (upper < limits.followFrom) return early("below limit without alarm", { upper });
  return early("band too wide", { lower, upper });
}
