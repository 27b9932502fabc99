import { logGamma } from "@/server/stats/log-gamma";

/**
 * P(X > value) for a chi-square variable with `df` degrees of freedom.
 * Source: regularised incomplete gamma, series below a + 1 and Lentz's continued fraction above (Abramowitz & Stegun 6.5.29, 6.5.31).
 * Numerics: relative error about 1e-13, so small p-values keep their digits. Domain: value >= 0, df > 0.
 */
export function chiSquareTail(value: number, df: number): number {
  if (!(value >= 0) || !(df > 0)) return Number.NaN;
  const a = df / 2;
  const x = value / 2;
  if (x === 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < 10_000 && term > sum * 1e-17; k += 1) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 10_000; k += 1) {
    const an = -k * (k - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return fraction;
}
