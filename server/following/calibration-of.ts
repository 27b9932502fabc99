import { z } from "zod";
import { type Calibration, calibrate } from "../stats/placebo-calibration";
import type { Cohort } from "./open-cohort";
import type { Slice } from "./schema";

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
 * How far a slice stands from its twins without any change, as the placebo changes say (methods 4). A segment with too few placebos
 * of its own takes the change's: the weather of a store blows on all who go there. Without any: m = 0, tau = 0.05, not calibrated.
 */
export function calibrationOf({ calibration }: Pick<Cohort, "calibration">, slice: Slice): SliceCalibration {
  const kept = keptShape.safeParse(calibration ?? {});
  const bySlice: Record<string, SliceCalibration> = kept.success ? kept.data : {};
  const own = bySlice[slice];
  const none = calibrate([]);
  return own && isCalibrated(own) ? own : (bySlice.all ?? own ?? { first: none, rounds: none });
}

export function isCalibrated({ first, rounds }: SliceCalibration): boolean {
  return first.calibrated && rounds.calibrated;
}
