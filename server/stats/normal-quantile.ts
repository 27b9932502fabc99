import { chiSquareTail } from "@/server/stats/chi-square-tail";

/** P(Z <= z) of the standard normal, through the chi-square tail with one degree of freedom. Relative error about 1e-13 in both tails. */
export function normalProbability(z: number): number {
  const tail = chiSquareTail(z * z, 1) / 2;
  return z < 0 ? tail : 1 - tail;
}

/**
 * The standard normal quantile of p in (0, 1); NaN outside. Source: Acklam's rational start (relative error 1e-9),
 * then one step of Halley's method on the distribution function. Numerics: error about 1e-15 for p in [1e-10, 1 - 1e-10].
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  const start = p < 0.02425 ? lowTail(p) : centre(p);
  const error = normalProbability(start) - p;
  const step = error * Math.sqrt(2 * Math.PI) * Math.exp((start * start) / 2);
  return start - step / (1 + (start * step) / 2);
}

/** The two-sided z of an interval of this level: 0.95 -> 1.959964. */
export function zOfLevel(level: number): number {
  return -normalQuantile((1 - level) / 2);
}

function lowTail(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p));
  const top =
    ((((-7.784894002430293e-3 * q - 3.223964580411365e-1) * q - 2.400758277161838) * q - 2.549732539343734) * q +
      4.374664141464968) *
      q +
    2.938163982698783;
  const bottom =
    (((7.784695709041462e-3 * q + 3.224671290700398e-1) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1;
  return top / bottom;
}

function centre(p: number): number {
  const q = p - 0.5;
  const r = q * q;
  const top =
    (((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r + 1.38357751867269e2) * r -
      3.066479806614716e1) *
      r +
      2.506628277459239) *
    q;
  const bottom =
    ((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r + 6.680131188771972e1) * r -
      1.328068155288572e1) *
      r +
    1;
  return top / bottom;
}
