import { type CannotSay, cannotSay } from "@/server/stats/estimate";
import { zOfLevel } from "@/server/stats/normal-quantile";

/** Answers by class: promoters 9-10, passives 7-8, detractors 0-6. Weighted answers may have fractions. */
export interface NpsCounts {
  promoters: number;
  passives: number;
  detractors: number;
}

export interface Nps {
  kind: "nps";
  /** 100 (promoters - detractors)/n, from -100 to 100. */
  score: number;
  n: number;
  /** Adjusted Wald, centred on the adjusted estimate, clipped to [-100, 100]. */
  interval: { lower: number; upper: number; level: number; kind: "adjusted Wald" };
  /** For comparison only: too narrow for small n, and without width where all agree. */
  wald: { lower: number; upper: number };
}

export interface NpsOptions {
  /** Fewer answers than this: cannot say. */
  minAnswers?: number;
  level?: number;
}

/**
 * Net promoter score with its interval. Source: Rocks 2016, The American Statistician 70(4): add 3 answers, 3/4 of them
 * detractors and 3/4 promoters, then Wald. Oracle: R package NPS. Scores are 0-10, or counts by class.
 */
export function nps(answers: ArrayLike<number> | NpsCounts, options: NpsOptions = {}): Nps | CannotSay {
  const counts = "promoters" in answers ? answers : countScores(answers);
  const n = counts.promoters + counts.passives + counts.detractors;
  const need = options.minAnswers ?? 30;
  if (n < need || n === 0) return cannotSay("too few answers", Math.max(need, 1), n);
  const level = options.level ?? 0.95;
  const z = zOfLevel(level);
  const raw = moments(counts);
  const adjusted = moments(withPriorAnswers(counts));
  const { lower, upper } = around(adjusted.mean, z * Math.sqrt(adjusted.variance));
  return {
    kind: "nps",
    score: 100 * raw.mean,
    n,
    interval: { lower: Math.max(-100, lower), upper: Math.min(100, upper), level, kind: "adjusted Wald" },
    wald: around(raw.mean, z * Math.sqrt(raw.variance)),
  };
}

export interface NpsDifference {
  kind: "nps difference";
  /** after - before, in points of -200..200. */
  value: number;
  interval: { lower: number; upper: number; level: number; kind: "adjusted Wald" };
  n: { before: number; after: number };
}

/** Difference of two independent scores: adjusted estimates, standard errors added in squares, clipped to [-200, 200]. */
export function npsDifference(
  before: NpsCounts,
  after: NpsCounts,
  options: NpsOptions = {},
): NpsDifference | CannotSay {
  const first = nps(before, options);
  const second = nps(after, options);
  if (first.kind === "cannot say") return first;
  if (second.kind === "cannot say") return second;
  const level = options.level ?? 0.95;
  const early = moments(withPriorAnswers(before));
  const late = moments(withPriorAnswers(after));
  const half = zOfLevel(level) * Math.sqrt(early.variance + late.variance);
  const { lower, upper } = around(late.mean - early.mean, half);
  return {
    kind: "nps difference",
    value: second.score - first.score,
    interval: { lower: Math.max(-200, lower), upper: Math.min(200, upper), level, kind: "adjusted Wald" },
    n: { before: first.n, after: second.n },
  };
}

/** Classes of scores 0-10. */
export function countScores(scores: ArrayLike<number>): NpsCounts {
  const counts = { promoters: 0, passives: 0, detractors: 0 };
  for (let i = 0; i < scores.length; i += 1) {
    const score = scores[i] ?? 0;
    if (score >= 9) counts.promoters += 1;
    else if (score >= 7) counts.passives += 1;
    else counts.detractors += 1;
  }
  return counts;
}

function withPriorAnswers({ promoters, passives, detractors }: NpsCounts): NpsCounts {
  return { promoters: promoters + 0.75, passives: passives + 1.5, detractors: detractors + 0.75 };
}

/** Mean of -1, 0, +1 and the variance of that mean. */
function moments({ promoters, passives, detractors }: NpsCounts): { mean: number; variance: number } {
  const n = promoters + passives + detractors;
  const mean = (promoters - detractors) / n;
  return { mean, variance: Math.max(0, (promoters + detractors) / n - mean * mean) / n };
}

function around(mean: number, half: number): { lower: number; upper: number } {
  return { lower: 100 * (mean - half), upper: 100 * (mean + half) };
}

export interface WeightedNps {
  score: number;
  interval: { lower: number; upper: number; level: number; kind: "adjusted Wald" };
  /** (sum w)^2 / sum w^2: how many equally weighted answers would say as much. */
  effectiveN: number;
}

/** Score of weighted answers; the interval takes the weighted shares on n_eff answers (methods 6). Null where all weights are 0. */
export function weighedNps(
  scores: ArrayLike<number>,
  weights: ArrayLike<number>,
  options: NpsOptions = {},
): WeightedNps | null {
  let [sum, squares] = [0, 0];
  const shares = { promoters: 0, passives: 0, detractors: 0 };
  for (let i = 0; i < scores.length; i += 1) {
    const weight = weights[i] ?? 0;
    const score = scores[i] ?? 0;
    sum += weight;
    squares += weight * weight;
    shares[score >= 9 ? "promoters" : score >= 7 ? "passives" : "detractors"] += weight;
  }
  if (sum === 0) return null;
  const effectiveN = (sum * sum) / squares;
  const scale = effectiveN / sum;
  const { promoters, passives, detractors } = shares;
  const counts = { promoters: promoters * scale, passives: passives * scale, detractors: detractors * scale };
  const answer = nps(counts, { ...options, minAnswers: 0 });
  return answer.kind === "cannot say" ? null : { score: answer.score, interval: answer.interval, effectiveN };
}
