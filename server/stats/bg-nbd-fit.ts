import { bgNbdLikelihood } from "@/server/stats/bg-nbd-likelihood";
import { type BgNbdRows, type DistinctTriples, distinctTriples } from "@/server/stats/distinct-triples";
import { type CannotSay, cannotSay } from "@/server/stats/estimate";
import { type Maximum, maximise } from "@/server/stats/maximise";
import { invert } from "@/server/stats/symmetric-solve";

/** r, alpha: Gamma of the buying rates (alpha in the unit of time of the data); a, b: Beta of the chance to leave after an occasion. */
export interface BgNbdParameters {
  r: number;
  alpha: number;
  a: number;
  b: number;
}

export interface BgNbdFit {
  kind: "fit";
  parameters: BgNbdParameters;
  standardErrors: BgNbdParameters;
  /** Of (r, alpha, a, b), in that order: the inverse of the observed information. */
  covariance: number[][];
  logLikelihood: number;
  converged: true;
  iterations: number;
  /** Customers, customers with x >= 1, and distinct triples. */
  n: number;
  repeaters: number;
  distinct: number;
}

export interface BgNbdFitOptions {
  /** Fewer customers with x >= 1 than this: cannot say (methods 1). */
  minRepeaters?: number;
  maxIterations?: number;
}

/**
 * Maximum likelihood of BG/NBD. Source: Fader, Hardie & Lee 2005. Oracle: BTYD 2.4.3 and lifetimes 0.11.3 on CDNOW.
 * Domain: whole x >= 0, 0 <= tx <= T in one unit of time. Not checked here: clean at the door.
 * Cannot say with fewer than 50 repeaters, or where the likelihood has no peak inside (nobody leaves, everybody alike).
 */
export function fitBgNbd(rows: BgNbdRows, options: BgNbdFitOptions = {}): BgNbdFit | CannotSay {
  const data = distinctTriples(rows);
  const need = options.minRepeaters ?? 50;
  if (data.repeaters < need) return cannotSay("too few repeaters", need, data.repeaters);
  const peak = maximise(bgNbdLikelihood(data), startValues(data), options.maxIterations);
  const covariance = peak.converged ? invert(peak.hessian.map((row) => row.map((h) => -h))) : null;
  if (covariance === null) return cannotSay("no convergence", options.maxIterations ?? 100, peak.iterations);
  return asFit(peak, covariance, data);
}

/** r = 1 and alpha so that r/alpha is the crude rate; a quarter of customers leaving after an occasion. */
function startValues(data: DistinctTriples): number[] {
  let occasions = 0;
  let time = 0;
  data.ages.forEach((age, i) => {
    occasions += data.ageOccasions[i] ?? 0;
    time += age * (data.ageWeight[i] ?? 0);
  });
  return [1, time / Math.max(occasions, 1), 1, 3];
}

function asFit(peak: Maximum, covariance: number[][], data: DistinctTriples): BgNbdFit {
  return {
    kind: "fit",
    parameters: named(peak.parameters),
    standardErrors: named(covariance.map((row, i) => Math.sqrt(row[i] ?? Number.NaN))),
    covariance,
    logLikelihood: peak.value,
    converged: true,
    iterations: peak.iterations,
    n: data.customers,
    repeaters: data.repeaters,
    distinct: data.distinct,
  };
}

function named([r = Number.NaN, alpha = Number.NaN, a = Number.NaN, b = Number.NaN]: number[]): BgNbdParameters {
  return { r, alpha, a, b };
}
