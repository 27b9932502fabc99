import type { Calibration, WeekSum } from "@/server/stats/placebo-calibration";
import { DEFAULT_THETAS } from "@/server/stats/safe-log-rank";

/** A = sum X v/u and B = sum v^2/u over weeks, u = v (1 + sigma^2 v). */
export interface Calibrated {
  a: number;
  b: number;
}

/** Under this variance the Gaussian law of the weekly sums is too rough: e = 1. */
export const LEAST_VARIANCE = 10;

const SHIFTS = DEFAULT_THETAS.map(Math.log);

/** A and B of weeks; those without returns add nothing. */
export function weighWeeks(weeks: readonly WeekSum[], sigma2: number): Calibrated {
  let [a, b] = [0, 0];
  for (const { x, v } of weeks) {
    a += x / (1 + sigma2 * v);
    b += v / (1 + sigma2 * v);
  }
  return { a, b };
}

/**
 * ln e against "no further from its twins than placebo changes are": ln mean over theta of I(m + ln theta)/I(m) (methods 4), with
 * ln I(mu + s)/I(mu) = (s (A - mu B) - s^2 B/2)/(1 + tau^2 B), which holds for tau = 0 too. Upward: 1/theta.
 */
export function calibratedLogE(
  { a, b }: Calibrated,
  { m, tau2 }: Pick<Calibration, "m" | "tau2">,
  direction: "down" | "up",
): number {
  const sign = direction === "down" ? 1 : -1;
  const away = a - m * b;
  return logMean(SHIFTS.map((shift) => (sign * shift * away - (shift * shift * b) / 2) / (1 + tau2 * b)));
}

/** ln of the mean of exp(values). */
export function logMean(values: readonly number[]): number {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0) / values.length);
}
