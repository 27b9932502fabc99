import { type PowerStratum, powerOf, smallestLoss } from "../../stats/power";
import type { SliceCalibration } from "../monitors/calibration-of";

/** The loss that "too early to say" waits for: a fifth of the concerned. */
export const LOSS_WAITED_FOR = 0.2;

/** What a cohort could show, foreseen from its strata alone. Losses are shares, weeks count from day 0 of the first wave. */
export interface CohortPower {
  /** Weeks watched. */
  weeks: number;
  /** The smallest loss that would show in 8 of 10 cases within the watch, with the median week of its alarm; null = none would. */
  smallest: { loss: number; medianWeeks: number } | null;
  /** Whole days until a loss of a fifth would have shown in 8 of 10 cases; null = it would not within the watch. */
  daysToShow: number | null;
}

interface Watch {
  weeks: number;
  alpha: number;
  calibration: SliceCalibration["first"];
}

/**
 * Pure: what these strata could show (methods 9). Threshold 4/alpha: a quarter of the evidence of a change belongs to its first
 * returns (half to the rounds, half to its segments), so that is what they need to bring it on the list by themselves.
 */
export function powerOfCohort(strata: readonly PowerStratum[], watch: Watch): CohortPower {
  const { weeks } = watch;
  const smallest = smallestLoss(strata, optionsOf(watch));
  return {
    weeks,
    smallest: smallest && { loss: smallest.loss, medianWeeks: smallest.medianWeeks ?? weeks },
    daysToShow: daysToShowOf(strata, watch),
  };
}

/** Only the days until a loss of a fifth would have shown: a tenth of the work. */
export function daysToShowOf(strata: readonly PowerStratum[], watch: Watch): CohortPower["daysToShow"] {
  const { weeksToShow } = powerOf(strata, LOSS_WAITED_FOR, optionsOf(watch));
  return weeksToShow === null ? null : Math.ceil(7 * weeksToShow);
}

const optionsOf = ({ weeks, alpha, calibration }: Watch) => ({ weeks, threshold: 4 / alpha, calibration });
