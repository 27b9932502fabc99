import { pearson, spearman } from "@/server/stats/correlation";
import { digamma } from "@/server/stats/digamma";
import { type CannotSay, cannotSay } from "@/server/stats/estimate";
import { logGamma } from "@/server/stats/log-gamma";
import { type Evaluation, maximise } from "@/server/stats/maximise";
import { invert } from "@/server/stats/symmetric-solve";
import { trigamma } from "@/server/stats/trigamma";

export interface GammaGammaParameters {
  p: number;
  q: number;
  gamma: number;
}

export interface GammaGammaFit {
  kind: "fit";
  parameters: GammaGammaParameters;
  standardErrors: GammaGammaParameters;
  logLikelihood: number;
  converged: true;
  iterations: number;
  /** Customers with x >= 1 and a positive mean value. */
  n: number;
  /** Mean value per occasion in the population, p gamma/(q - 1); infinite where q <= 1. */
  populationMean: number;
  pearson: number;
  spearman: number;
  /** The model may be used: |Pearson| and |Spearman| of x and mean value under 0.3, q > 1 (methods 1). */
  usable: boolean;
  refusal: CannotSay | null;
}

const STRONGEST_CORRELATION = 0.3;

/**
 * Value per occasion, by maximum likelihood. Source: Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value", equation 1a.
 * x: repeats with positive amount; zbar: their mean value (any unit of money). Rows with x = 0 or zbar <= 0 are left out.
 * Oracle: lifetimes 0.11.3 on CDNOW. Numerics: digamma and trigamma once per distinct x.
 */
export function fitGammaGamma(
  x: ArrayLike<number>,
  zbar: ArrayLike<number>,
  minCustomers = 50,
): GammaGammaFit | CannotSay {
  const kept = keepSpenders(x, zbar);
  const n = kept.x.length;
  if (n < minCustomers) return cannotSay("too few customers", minCustomers, n);
  const mean = kept.z.reduce((sum, z) => sum + z, 0) / n;
  const peak = maximise(likelihood(kept.x, kept.z), [2, 3, mean]);
  const covariance = peak.converged ? invert(peak.hessian.map((row) => row.map((h) => -h))) : null;
  if (covariance === null) return cannotSay("no convergence", 100, peak.iterations);
  const parameters = named(peak.parameters);
  const refusal = guard(parameters.q, pearson(kept.x, kept.z), spearman(kept.x, kept.z));
  return {
    kind: "fit",
    parameters,
    standardErrors: named(covariance.map((row, i) => Math.sqrt(row[i] ?? Number.NaN))),
    logLikelihood: peak.value,
    converged: true,
    iterations: peak.iterations,
    n,
    populationMean: populationMean(parameters),
    pearson: pearson(kept.x, kept.z),
    spearman: spearman(kept.x, kept.z),
    usable: refusal === null,
    refusal,
  };
}

/** E[mean value per occasion] of a customer with x repeats of mean zbar; x = 0 gives the population mean. */
export function expectedValue(parameters: GammaGammaParameters, x: number, zbar: number): number {
  const { p, q, gamma } = parameters;
  return x === 0 ? populationMean(parameters) : (p * (gamma + x * zbar)) / (p * x + q - 1);
}

function populationMean({ p, q, gamma }: GammaGammaParameters): number {
  return q > 1 ? (p * gamma) / (q - 1) : Number.POSITIVE_INFINITY;
}

function guard(q: number, linear: number, ranked: number): CannotSay | null {
  const strongest = Math.max(Math.abs(linear), Math.abs(ranked));
  if (strongest >= STRONGEST_CORRELATION)
    return cannotSay("value depends on frequency", STRONGEST_CORRELATION, strongest);
  return q > 1 ? null : cannotSay("infinite mean", 1, q);
}

function keepSpenders(x: ArrayLike<number>, zbar: ArrayLike<number>) {
  const rows = Array.from({ length: x.length }, (_, i) => ({ x: x[i] ?? 0, z: zbar[i] ?? 0 }));
  const spenders = rows.filter((row) => row.x >= 1 && row.z > 0);
  return { x: Float64Array.from(spenders, (row) => row.x), z: Float64Array.from(spenders, (row) => row.z) };
}

function likelihood(x: Float64Array, z: Float64Array): (parameters: number[]) => Evaluation {
  return ([p = 1, q = 1, gamma = 1]) => {
    const parts = new Map<number, ReturnType<typeof gammaParts>>();
    let value = 0;
    let [gp, gq, gg, pp, pq, pg, qq, qg, gg2] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let i = 0; i < x.length; i += 1) {
      const xi = x[i] ?? 0;
      const zi = z[i] ?? 0;
      const part = parts.get(xi) ?? gammaParts(p, q, xi);
      parts.set(xi, part);
      const inverse = 1 / (gamma + xi * zi);
      const log = Math.log(inverse);
      const shape = p * xi + q;
      value += part.value + q * Math.log(gamma) + (p * xi - 1) * Math.log(zi) + p * xi * Math.log(xi) + shape * log;
      gp += part.p + xi * (Math.log(zi * xi) + log);
      gq += part.q + Math.log(gamma) + log;
      gg += q / gamma - shape * inverse;
      pp += part.pp;
      pq += part.pq;
      pg -= xi * inverse;
      qq += part.qq;
      qg += 1 / gamma - inverse;
      gg2 += shape * inverse * inverse - q / (gamma * gamma);
    }
    const hessian = [
      [pp, pq, pg],
      [pq, qq, qg],
      [pg, qg, gg2],
    ];
    return { value, gradient: [gp, gq, gg], hessian };
  };
}

/** ln Gamma(px + q) - ln Gamma(px) - ln Gamma(q) and its derivatives in p and q. */
function gammaParts(p: number, q: number, x: number) {
  const bend = trigamma(p * x + q);
  return {
    value: logGamma(p * x + q) - logGamma(p * x) - logGamma(q),
    p: x * (digamma(p * x + q) - digamma(p * x)),
    q: digamma(p * x + q) - digamma(q),
    pp: x * x * (bend - trigamma(p * x)),
    pq: x * bend,
    qq: bend - trigamma(q),
  };
}

function named([p = Number.NaN, q = Number.NaN, gamma = Number.NaN]: number[]): GammaGammaParameters {
  return { p, q, gamma };
}
