import type { Calibration } from "./placebo-calibration";

/** What placebo changes do to a ratio of shares: both on its log scale. */
export interface RateCorrection {
  drift: number;
  tau: number;
}

/**
 * m and tau of the calibration (log hazard) on the scale of a ratio of shares of returns: where a share F comes,
 * d ln F / d ln hazard = -(1 - F) ln(1 - F) / F; 1 where few come, nearly 0 where everybody does. Null while not calibrated.
 */
export function correctionAt(calibration: Calibration, share: number): RateCorrection | null {
  if (!calibration.calibrated) return null;
  const slope = share <= 0 ? 1 : share >= 1 ? 0 : (-(1 - share) * Math.log1p(-share)) / share;
  return { drift: slope * calibration.m, tau: slope * Math.sqrt(calibration.tau2) };
}

interface Limits {
  lower: number;
  upper: number | null;
}

/** Methods 3: the drift is taken off ln ratio, and tau^2 added to the variance by which its limits, of this z, stand off. */
export function correctLimits(ratio: number, { lower, upper }: Limits, { drift, tau }: RateCorrection, z: number) {
  const off = (limit: number) => Math.hypot(Math.log(limit / ratio), z * tau);
  const centre = ratio * Math.exp(-drift);
  return {
    lower: lower <= 0 || ratio <= 0 ? 0 : centre * Math.exp(-off(lower)),
    upper: upper === null ? null : ratio <= 0 ? upper * Math.exp(-drift + z * tau) : centre * Math.exp(off(upper)),
  };
}
