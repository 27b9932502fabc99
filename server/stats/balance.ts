import { type Candidates, type MatchedSets, matchingColumns } from "@/server/stats/twins";

export type BalanceState = "pass" | "warn" | "fail";

export interface BalanceRow {
  variable: (typeof BALANCE_VARIABLES)[number];
  /** Means on the matching scale (logs where methods 2 says so): matched exposed, everybody eligible, their twins. */
  meanExposed: number;
  meanEligible: number;
  meanTwins: number;
  /** Standardised mean differences, by the spread before matching, so that the two can be compared. */
  smdBefore: number;
  smdAfter: number;
  /** From |smdAfter|: warn from 0.1, fail from 0.25. */
  state: BalanceState;
}

export interface Balance {
  rows: BalanceRow[];
  /** Share of the exposed without a twin; over 0.3 fails. */
  withoutTwins: number;
  state: BalanceState;
}

export const BALANCE_VARIABLES = [
  "logFrequency",
  "recency",
  "logMonetary",
  "tenure",
  "logProducts",
  "seasonalShare",
] as const;

/**
 * Balance before and after matching. Source: Austin 2009 (standardised differences; the denominator is the pooled spread before matching).
 * After: exposed with twins against their twins, a twin weighing exposed/twins of its stratum, as in the follow rate.
 */
export function balance(exposed: Candidates, pool: Candidates, sets: MatchedSets): Balance {
  const left = matchingColumns(exposed);
  const right = matchingColumns(pool);
  const weights = twinWeights(exposed, pool, sets);
  const matched = Float64Array.from(sets.count, (count) => (count > 0 ? 1 : 0));
  const rows = BALANCE_VARIABLES.map((variable, k): BalanceRow => {
    const all = moments(left[k] ?? new Float64Array());
    const eligible = moments(right[k] ?? new Float64Array());
    const spread = Math.sqrt((all.variance + eligible.variance) / 2);
    const meanExposed = moments(left[k] ?? new Float64Array(), matched).mean;
    const meanTwins = moments(right[k] ?? new Float64Array(), weights).mean;
    const standardised = (difference: number) => (spread > 0 ? difference / spread : 0);
    const smdAfter = sets.matched > 0 ? standardised(meanExposed - meanTwins) : Number.POSITIVE_INFINITY;
    const smdBefore = standardised(all.mean - eligible.mean);
    return {
      variable,
      meanExposed,
      meanEligible: eligible.mean,
      meanTwins,
      smdBefore,
      smdAfter,
      state: judge(smdAfter),
    };
  });
  const withoutTwins = exposed.id.length === 0 ? 0 : 1 - sets.matched / exposed.id.length;
  return { rows, withoutTwins, state: worst(rows, withoutTwins) };
}

/** 0.1 and 0.25 are the limits of methods 2. */
export function judge(smd: number): BalanceState {
  const size = Math.abs(smd);
  return size >= 0.25 ? "fail" : size >= 0.1 ? "warn" : "pass";
}

function worst(rows: readonly BalanceRow[], withoutTwins: number): BalanceState {
  if (withoutTwins > 0.3 || rows.some((row) => row.state === "fail")) return "fail";
  return rows.some((row) => row.state === "warn") ? "warn" : "pass";
}

function twinWeights(exposed: Candidates, pool: Candidates, sets: MatchedSets): Float64Array {
  const exposedIn = new Map<number, number>();
  const twinsIn = new Map<number, number>();
  sets.count.forEach((count, i) => {
    const stratum = exposed.stratum[i] ?? 0;
    if (count > 0) exposedIn.set(stratum, (exposedIn.get(stratum) ?? 0) + 1);
    twinsIn.set(stratum, (twinsIn.get(stratum) ?? 0) + count);
  });
  const weights = new Float64Array(pool.id.length);
  for (const twin of sets.twins) {
    if (twin < 0) continue;
    const stratum = pool.stratum[twin] ?? 0;
    weights[twin] = (exposedIn.get(stratum) ?? 0) / (twinsIn.get(stratum) ?? 1);
  }
  return weights;
}

function moments(column: Float64Array, weights?: Float64Array): { mean: number; variance: number } {
  let total = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < column.length; i += 1) {
    const weight = weights === undefined ? 1 : (weights[i] ?? 0);
    if (weight === 0) continue;
    total += weight;
    const away = (column[i] ?? 0) - mean;
    mean += (away * weight) / total;
    squares += weight * away * ((column[i] ?? 0) - mean);
  }
  return { mean, variance: total > 1 ? squares / (total - 1) : 0 };
}
