import { z } from "zod";
import { type Arms, borrowRounds, type Calibration, calibrate } from "../../stats/placebo-calibration";
import type { Cohort } from "../cohort/open-cohort";
import type { Slice } from "../schema";
import { LEAST_RETURNS } from "../settings";

export const calibrationShape = z.object({
  m: z.number(),
  tau2: z.number(),
  sigma2: z.number(),
  k: z.number().int(),
  calibrated: z.boolean(),
});
const pairShape = z.object({ first: calibrationShape, rounds: calibrationShape });
/** By slice. */
const keptShape = z.record(z.string(), pairShape);

export interface SliceCalibration {
  first: Calibration;
  rounds: Calibration;
}

/**
 * How far a slice stands from its twins without any change, as the placebo changes say (methods 4). A slice with too few placebos
 * of its own takes the change's, the weather of a store blows on all who go there, with more room for luck in its rounds, the
 * smaller it is. Without any: m = 0, tau = 0.05, not calibrated.
 */
export function calibrationOf(
  { calibration, strata }: Pick<Cohort, "calibration" | "strata">,
  slice: Slice,
): SliceCalibration {
  const kept = keptShape.safeParse(calibration ?? {});
  const bySlice: Record<string, SliceCalibration> = kept.success ? kept.data : {};
  const own = bySlice[slice];
  if (own && (slice === "all" || isCalibrated(own))) return own;
  const none = calibrate([]);
  const { first, rounds } = bySlice.all ?? own ?? { first: none, rounds: none };
  return { first, rounds: borrowRounds(rounds, armsOf(strata, "all"), armsOf(strata, slice)) };
}

/** Of those who come mostly here the number is not known at every call: as few as are watched at all. */
function armsOf(strata: Cohort["strata"], slice: Slice): Arms {
  if (slice === "intense") return { exposed: LEAST_RETURNS, twins: LEAST_RETURNS };
  const own = strata.filter(({ segment }) => slice === "all" || slice === `segment:${segment}`);
  const sum = (of: (row: Cohort["strata"][number]) => number) => own.reduce((total, row) => total + of(row), 0);
  return { exposed: sum(({ exposed }) => exposed), twins: sum(({ twins }) => twins) };
}

export function isCalibrated({ first, rounds }: SliceCalibration): boolean {
  return first.calibrated && rounds.calibrated;
}
