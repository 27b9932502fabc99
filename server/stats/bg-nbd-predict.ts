import type { BgNbdParameters } from "@/server/stats/bg-nbd-fit";
import { logGamma } from "@/server/stats/log-gamma";

/**
 * What the fitted BG/NBD model says of a customer with x repeats, the last at tx, seen until T (same unit as the fit; 0 <= tx <= T).
 * Source: Fader, Hardie & Lee 2005, and their technical appendix. Oracle: BTYD 2.4.3 and lifetimes 0.11.3 on CDNOW.
 */

/** P(still a customer); exactly 1 for x = 0, as a customer of this model leaves only after a repeat. */
export function pAlive(p: BgNbdParameters, x: number, tx: number, T: number): number {
  if (x === 0) return 1;
  return 1 / (1 + (p.a / (p.b + x - 1)) * ((p.alpha + T) / (p.alpha + tx)) ** (p.r + x));
}

/** P(at least one occasion in the next t), t >= 0. Exact under the model. */
export function returnProbability(p: BgNbdParameters, x: number, tx: number, T: number, t: number): number {
  return -pAlive(p, x, tx, T) * Math.expm1((p.r + x) * Math.log((p.alpha + T) / (p.alpha + T + t)));
}

/** E[occasions in the next t], t >= 0. */
export function expectedOccasions(p: BgNbdParameters, x: number, tx: number, T: number, t: number): number {
  return pAlive(p, x, tx, T) * occasionsWhileAlive(p.r + x, p.alpha + T, p.a, p.b + x, t);
}

/** E[repeats in the first t] of a customer who has just come for the first time. */
export function expectedOccasionsNew(p: BgNbdParameters, t: number): number {
  return occasionsWhileAlive(p.r, p.alpha, p.a, p.b, t);
}

/**
 * (C/(a - 1)) (1 - (1 - z)^r 2F1(r, b; C; z)), C = a + b - 1, z = t/(alpha + t).
 * Euler's transformation turns it into (1 - z)^e 2F1(C - r, e; C; z) with e = a - 1; taking 1 and e out of the series leaves
 * no difference of near equals: it holds for any x, through a = 1 (e = 0) and through C = 0.
 */
function occasionsWhileAlive(r: number, alpha: number, a: number, b: number, t: number): number {
  if (t <= 0) return 0;
  const c = a + b - 1;
  const e = a - 1;
  const log = Math.log(alpha / (alpha + t));
  const first = e === 0 ? -log : -Math.expm1(e * log) / e;
  return c * first - Math.exp(e * log) * tailSeries(c - r, e, c, t / (alpha + t));
}

/** C times the sum over k >= 1 of (P)_k (e + 1)_(k-1) / ((C)_k k!) z^k. */
function tailSeries(p: number, e: number, c: number, z: number): number {
  let term = p * z;
  let sum = term;
  for (let k = 1; k < 1_000_000; k += 1) {
    term *= ((p + k) * (e + k) * z) / ((c + k) * (k + 1));
    sum += term;
    if (Math.abs(term) <= 1e-16 * Math.abs(sum) && k > 2) break;
  }
  return sum;
}

/** P(X(t) = 0), ..., P(X(t) = kmax - 1), and last P(X(t) >= kmax): they sum to 1. Source: FHL 2005, equation 8. */
export function countDistribution(p: BgNbdParameters, t: number, kmax: number): number[] {
  const z = t / (p.alpha + t);
  const logFree = p.r * Math.log(p.alpha / (p.alpha + t));
  const logBeta = betaLog(p.a, p.b);
  const result: number[] = [];
  let reached = 0;
  let cumulative = 0;
  let poisson = Math.exp(logFree);
  for (let k = 0; k < kmax; k += 1) {
    const stayed = Math.exp(betaLog(p.a, p.b + k) - logBeta) * poisson;
    const left = k === 0 ? 0 : Math.exp(betaLog(p.a + 1, p.b + k - 1) - logBeta) * (1 - cumulative);
    result.push(stayed + left);
    reached += stayed + left;
    cumulative += poisson;
    poisson *= ((p.r + k) * z) / (k + 1);
  }
  return [...result, Math.max(0, 1 - reached)];
}

function betaLog(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
