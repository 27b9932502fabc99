import type { BgNbdFit } from "@/server/stats/bg-nbd-fit";
import { bgNbdLikelihood } from "@/server/stats/bg-nbd-likelihood";
import { type BgNbdRows, type DistinctTriples, distinctTriples } from "@/server/stats/distinct-triples";
import { type CannotSay, cannotSay } from "@/server/stats/estimate";
import { maximise } from "@/server/stats/maximise";
import { invert } from "@/server/stats/symmetric-solve";

/** Stands for a = 0: no formula divides by zero, and P(alive) is 1 to the last digit. */
const NEVER = 1e-300;
/** Two more parameters must raise the log-likelihood by more than this (Akaike 1974). */
const TWO_PARAMETERS = 2;
const MAX_ITERATIONS = 100;

/**
 * The edge of BG/NBD at which nobody leaves: the NBD of buying alone (Ehrenberg 1959), r and alpha by maximum likelihood, a = 0.
 * For data too short to see anybody leave, where the likelihood of BG/NBD has no peak inside because a/(a + b) runs to 0; its
 * supremum is this model's. Same units and domain as `fitBgNbd`; a and b are held (a = 1e-300, b = 1), with standard error 0.
 * Cannot say where this has no peak either, or where BG/NBD climbs higher than two more parameters explain.
 */
export function fitNbd(rows: BgNbdRows, { minRepeaters = 50 } = {}): BgNbdFit | CannotSay {
  const data = distinctTriples(rows);
  if (data.repeaters < minRepeaters) return cannotSay("too few repeaters", minRepeaters, data.repeaters);
  const full = bgNbdLikelihood(data);
  const edge = ([r = 1, alpha = 1]: number[]) => {
    const { value, gradient, hessian } = full([r, alpha, NEVER, 1]);
    return { value, gradient: gradient.slice(0, 2), hessian: hessian.slice(0, 2).map((row) => row.slice(0, 2)) };
  };
  const peak = maximise(edge, [1, crudeGap(data)], MAX_ITERATIONS);
  const covariance = peak.converged ? invert(peak.hessian.map((row) => row.map((h) => -h))) : null;
  const [r = Number.NaN, alpha = Number.NaN] = peak.parameters;
  const climbed = maximise(full, [r, alpha, 0.1, 3], MAX_ITERATIONS).value - peak.value;
  if (covariance === null || climbed > TWO_PARAMETERS)
    return cannotSay("no convergence", MAX_ITERATIONS, peak.iterations);
  const error = (i: number) => Math.sqrt(covariance[i]?.[i] ?? Number.NaN);
  return {
    kind: "fit",
    parameters: { r, alpha, a: NEVER, b: 1 },
    standardErrors: { r: error(0), alpha: error(1), a: 0, b: 0 },
    covariance: [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => covariance[i]?.[j] ?? 0)),
    logLikelihood: peak.value,
    converged: true,
    iterations: peak.iterations,
    n: data.customers,
    repeaters: data.repeaters,
    distinct: data.distinct,
  };
}

/** Days under watch per repeat. */
function crudeGap(data: DistinctTriples): number {
  let repeats = 0;
  let time = 0;
  data.ages.forEach((age, i) => {
    repeats += data.ageOccasions[i] ?? 0;
    time += age * (data.ageWeight[i] ?? 0);
  });
  return time / Math.max(repeats, 1);
}
