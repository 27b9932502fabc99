import { PRODUCTS, type ShiftSums } from "./shift-sums";
import { countBy, key } from "./shift-weights";

/** By arm: of each of FEATURES, how one person's moves the figure. */
export type Scores = { true: number[]; false: number[] };

const scoresOf = (scores: Scores, exposed: boolean) => (exposed ? scores.true : scores.false);

/** Scores summed by store, less what their stratum and arm makes of them. */
export function storeVariance(rows: readonly ShiftSums[], weight: (row: ShiftSums) => number, scores: Scores): number {
  const means = new Map<number, number>();
  const sizes = countBy(rows);
  const scored = rows.map((row) => ({ row, total: dot(row.sums, scoresOf(scores, row.exposed)) }));
  for (const { row, total } of scored) {
    const at = key(row.stratum, row.exposed);
    means.set(at, (means.get(at) ?? 0) + total / (sizes.get(at) ?? 1));
  }
  const clusters = new Map<number, number>();
  for (const { row, total } of scored) {
    const rest = total - row.n * (means.get(key(row.stratum, row.exposed)) ?? 0);
    const signed = (row.exposed ? 1 : -1) * weight(row) * rest;
    clusters.set(row.cluster, (clusters.get(row.cluster) ?? 0) + signed);
  }
  const g = clusters.size;
  return ([...clusters.values()].reduce((sum, u) => sum + u * u, 0) * g) / (g - 1);
}

/** Of people within their stratum and arm. */
export function personVariance(rows: readonly ShiftSums[], weight: (row: ShiftSums) => number, scores: Scores): number {
  const cells = new Map<number, { n: number; total: number; squares: number; weight: number }>();
  for (const row of rows) {
    const at = key(row.stratum, row.exposed);
    const cell = cells.get(at) ?? { n: 0, total: 0, squares: 0, weight: weight(row) };
    const score = scoresOf(scores, row.exposed);
    cell.n += row.n;
    cell.total += dot(row.sums, score);
    cell.squares += quadratic(row.products, score);
    cells.set(at, cell);
  }
  return [...cells.values()].reduce((sum, { n, total, squares, weight: w }) => {
    const spread = Math.max(0, squares - (total * total) / n) / (n - 1);
    return sum + w * w * n * spread;
  }, 0);
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, i) => sum + value * (right[i] ?? 0), 0);
}

/** Sum over people of (score . features)^2, from the sums of products. */
function quadratic(products: readonly number[], score: readonly number[]): number {
  return PRODUCTS.reduce(
    (sum, [i, j], k) => sum + (i === j ? 1 : 2) * (score[i] ?? 0) * (score[j] ?? 0) * (products[k] ?? 0),
    0,
  );
}
