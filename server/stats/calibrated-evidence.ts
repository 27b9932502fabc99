import type { Calibration } from "@/server/stats/placebo-calibration";
import { DEFAULT_THETAS } from "@/server/stats/safe-log-rank";

/** A = sum X v/u, B = sum v^2/u and C = sum K (v/u)^3 over weeks, u = v (1 + sigma^2 v), K the third central moment of X. */
export interface Calibrated {
  a: number;
  b: number;
  c: number;
}

/** Under this variance the law of the weekly sums is too rough: e = 1. */
export const LEAST_VARIANCE = 10;

const SHIFTS = DEFAULT_THETAS.map(Math.log);

/**
 * ln e against "no further from its twins than placebo changes are": ln mean over theta of I(m + ln theta)/I(m) (methods 4), with
 * ln I(mu + s)/I(mu) = (s (A - mu B) - s^2 B/2) z, z = 1/(1 + tau^2 B), which holds for tau = 0 too. Upward: 1/theta. With few
 * exposed among many the sums lean upward, which a Gaussian law takes for evidence: (s z)^3 C/6, the third term of the law's own
 * ln E exp, is taken off (Cramer's; docs/methods/honesty.md).
 */
export function calibratedLogE(
  { a, b, c }: Calibrated,
  { m, tau2 }: Pick<Calibration, "m" | "tau2">,
  direction: "down" | "up",
): number {
  const sign = direction === "down" ? 1 : -1;
  const away = a - m * b;
  const z = 1 / (1 + tau2 * b);
  return logMean(
    SHIFTS.map((shift) => (sign * shift * away - (shift * shift * b) / 2) * z - (sign * (shift * z) ** 3 * c) / 6),
  );
}

/** ln of the mean of exp(values), with weights where they are given. */
export function logMean(values: readonly number[], weights?: readonly number[]): number {
  const most = Math.max(...values);
  let [total, sum] = [0, 0];
  values.forEach((value, i) => {
    const weight = weights?.[i] ?? 1;
    total += weight;
    sum += weight * Math.exp(value - most);
  });
  return most + Math.log(sum / total);
}
