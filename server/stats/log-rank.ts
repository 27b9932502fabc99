import { group } from "d3-array";
import { chiSquareTail } from "@/server/stats/chi-square-tail";
import { cholesky, solveWithFactor } from "@/server/stats/symmetric-solve";

export interface SurvivalRow {
  time: number;
  event: 0 | 1;
  group: string;
  stratum?: string;
  /** How many people the row stands for (1). */
  count?: number;
}

export interface LogRank {
  chiSquare: number;
  df: number;
  p: number;
  n: number;
  /** One row per group, in order of name. */
  groups: { group: string; n: number; observed: number; expected: number }[];
  /** Of observed - expected, groups in the same order. */
  covariance: number[][];
}

/**
 * Log-rank test of k groups, stratified; rho = 1 weighs by survival (Peto & Peto). Two-sided, for one look only.
 * Source: Mantel 1966; Harrington & Fleming 1982 (G-rho). Ties: hypergeometric covariance. Oracle: R survival 3.5-3, `survdiff`.
 * Description only: a p-value looked at every day is wrong most of the time (methods 4 has the alarm).
 */
export function logRank(rows: readonly SurvivalRow[], rho = 0): LogRank {
  const names = [...new Set(rows.map((row) => row.group))].sort();
  const observed = names.map(() => 0);
  const expected = names.map(() => 0);
  const covariance = names.map(() => names.map(() => 0));
  for (const members of group(rows, (row) => row.stratum ?? "").values())
    addStratum(members, names, rho, { observed, expected, covariance });
  const chiSquare = quadraticForm(observed, expected, covariance);
  const df = Math.max(0, names.length - 1);
  const groups = names.map((name, i) => ({
    group: name,
    n: total(rows.filter((row) => row.group === name).map(peopleOf)),
    observed: observed[i] ?? 0,
    expected: expected[i] ?? 0,
  }));
  return {
    chiSquare,
    df,
    p: df > 0 ? chiSquareTail(chiSquare, df) : 1,
    n: total(rows.map(peopleOf)),
    groups,
    covariance,
  };
}

interface Sums {
  observed: number[];
  expected: number[];
  covariance: number[][];
}

function addStratum(rows: readonly SurvivalRow[], names: readonly string[], rho: number, sums: Sums): void {
  const position = new Map(names.map((name, i) => [name, i]));
  const atRisk = names.map(() => 0);
  for (const row of rows) bump(atRisk, position.get(row.group) ?? 0, peopleOf(row));
  let survival = 1;
  for (const { dead, gone } of byTime(rows, names.length, position)) {
    const n = total(atRisk);
    const d = total(dead);
    if (d > 0) {
      addTime(sums, atRisk, dead, n, d, survival ** rho);
      survival *= 1 - d / n;
    }
    gone.forEach((count, i) => {
      bump(atRisk, i, -count);
    });
  }
}

function addTime(
  sums: Sums,
  atRisk: readonly number[],
  dead: readonly number[],
  n: number,
  d: number,
  weight: number,
): void {
  const spread = n > 1 ? (weight * weight * d * (n - d)) / (n - 1) : 0;
  atRisk.forEach((risk, i) => {
    bump(sums.observed, i, weight * (dead[i] ?? 0));
    bump(sums.expected, i, (weight * d * risk) / n);
    atRisk.forEach((other, j) => {
      const row = sums.covariance[i];
      if (row) bump(row, j, spread * ((i === j ? risk / n : 0) - (risk * other) / (n * n)));
    });
  });
}

function byTime(rows: readonly SurvivalRow[], groups: number, position: Map<string, number>) {
  const times = new Map<number, { dead: number[]; gone: number[] }>();
  for (const row of rows) {
    const at = times.get(row.time) ?? {
      dead: new Array<number>(groups).fill(0),
      gone: new Array<number>(groups).fill(0),
    };
    times.set(row.time, at);
    bump(at.dead, position.get(row.group) ?? 0, row.event * peopleOf(row));
    bump(at.gone, position.get(row.group) ?? 0, peopleOf(row));
  }
  return [...times.entries()].sort(([left], [right]) => left - right).map(([, at]) => at);
}

/** (O - E)' V^- (O - E), the last group that can vary left out as redundant. */
function quadraticForm(observed: number[], expected: number[], covariance: number[][]): number {
  const varying = observed.map((_, i) => i).filter((i) => (covariance[i]?.[i] ?? 0) > 0);
  const kept = varying.slice(0, -1);
  const away = kept.map((i) => (observed[i] ?? 0) - (expected[i] ?? 0));
  const factor = cholesky(kept.map((i) => kept.map((j) => covariance[i]?.[j] ?? 0)));
  if (factor === null) return 0;
  return total(solveWithFactor(factor, away).map((v, i) => v * (away[i] ?? 0)));
}

function peopleOf(row: SurvivalRow): number {
  return row.count ?? 1;
}

function bump(counts: number[], at: number, by: number): void {
  counts[at] = (counts[at] ?? 0) + by;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
