import { logGamma } from "@/server/stats/log-gamma";

/**
 * d events among n1 + n0 people: u of them in the first arm. Central: h(u) = C(n1, u) C(n0, d - u)/C(n1 + n0, d).
 * Tilted by theta (Fisher's non-central): proportional to h(u) theta^u. Source: Fisher 1935; Fog 2008 for the mode.
 */
export interface EventCell {
  n1: number;
  n0: number;
  d: number;
}

const LARGEST_POLYNOMIAL = 64;
const scratch = new Float64Array(LARGEST_POLYNOMIAL + 1);

export interface Moments {
  mean: number;
  variance: number;
  /** Third central moment: above 0 where the first arm is the smaller one. */
  third: number;
}

/** Moments of u when the arms are exchangeable. */
export function hypergeometricMoments({ n1, n0, d }: EventCell): Moments {
  const n = n1 + n0;
  const mean = (d * n1) / n;
  const variance = n > 1 ? (mean * (n0 / n) * (n - d)) / (n - 1) : 0;
  return { mean, variance, third: n > 2 ? (variance * ((n0 - n1) / n) * (n - 2 * d)) / (n - 2) : 0 };
}

/**
 * ln sum_u h(u) theta^u for each theta, into `out`. Linear space and Horner's rule up to 65 terms; beyond that the
 * sum runs out from the tilted mode until terms fall under 1e-18. Numerics: absolute error about 1e-14, 1e-10 for cells of 1e6.
 */
export function logTilts(cell: EventCell, thetas: Float64Array, out: Float64Array): void {
  const { n1, n0, d } = cell;
  const first = Math.max(0, d - n0);
  const terms = Math.min(n1, d) - first;
  if (terms > LARGEST_POLYNOMIAL) {
    for (let k = 0; k < thetas.length; k += 1) out[k] = tiltedSum(cell, thetas[k] ?? 1).logSum;
    return;
  }
  if (d === 1 && terms === 1) {
    const q = n1 / (n1 + n0);
    for (let k = 0; k < thetas.length; k += 1) out[k] = Math.log1p(q * ((thetas[k] ?? 1) - 1));
    return;
  }
  const sum = fillWeights(cell, first, terms);
  for (let k = 0; k < thetas.length; k += 1) {
    const theta = thetas[k] ?? 1;
    let value = scratch[terms] ?? 0;
    for (let j = terms - 1; j >= 0; j -= 1) value = value * theta + (scratch[j] ?? 0);
    out[k] = first * Math.log(theta) + Math.log(value / sum);
  }
}

/** h(first + j) up to a factor, the central mode being 1; returns their sum. */
function fillWeights({ n1, n0, d }: EventCell, first: number, terms: number): number {
  const mode = Math.floor(((d + 1) * (n1 + 1)) / (n1 + n0 + 2));
  const anchor = Math.min(terms, Math.max(0, mode - first));
  scratch[anchor] = 1;
  let sum = 1;
  for (let j = anchor; j < terms; j += 1) {
    const u = first + j;
    const next = ((scratch[j] ?? 0) * (n1 - u) * (d - u)) / ((u + 1) * (n0 - d + u + 1));
    scratch[j + 1] = next;
    sum += next;
  }
  for (let j = anchor; j > 0; j -= 1) {
    const u = first + j;
    const next = ((scratch[j] ?? 0) * u * (n0 - d + u)) / ((n1 - u + 1) * (d - u + 1));
    scratch[j - 1] = next;
    sum += next;
  }
  return sum;
}

/** ln sum_u h(u) theta^u, and the mean of u under the tilt, for cells of any size. */
export function tiltedSum({ n1, n0, d }: EventCell, theta: number): { logSum: number; mean: number } {
  const low = Math.max(0, d - n0);
  const high = Math.min(n1, d);
  const start = Math.min(high, Math.max(low, Math.round(tiltedMean(n1, n0, d, theta))));
  let sum = 1;
  let moment = 0;
  for (let u = start, term = 1; u < high; u += 1) {
    const ratio = (theta * (n1 - u) * (d - u)) / ((u + 1) * (n0 - d + u + 1));
    term *= ratio;
    sum += term;
    moment += term * (u + 1 - start);
    if (ratio < 1 && term < 1e-18 * sum) break;
  }
  for (let u = start, term = 1; u > low; u -= 1) {
    const ratio = (u * (n0 - d + u)) / ((n1 - u + 1) * (d - u + 1) * theta);
    term *= ratio;
    sum += term;
    moment -= term * (start + 1 - u);
    if (ratio < 1 && term < 1e-18 * sum) break;
  }
  const logStart = logChoose(n1, start) + logChoose(n0, d - start) - logChoose(n1 + n0, d);
  return { logSum: logStart + start * Math.log(theta) + Math.log(sum), mean: start + moment / sum };
}

/** Cornfield's approximation: mu (n0 - d + mu) = theta (n1 - mu)(d - mu). */
function tiltedMean(n1: number, n0: number, d: number, theta: number): number {
  const linear = theta * (n1 + d) + n0 - d;
  const constant = theta * n1 * d;
  if (constant === 0) return 0;
  return (2 * constant) / (linear + Math.sqrt(Math.max(0, linear * linear - 4 * (theta - 1) * constant)));
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
