import { FEATURES, PRODUCTS, type ShiftSums } from "./shift-sums";
import { key } from "./shift-weights";

/** By arm: of each of FEATURES, how one person's moves the figure. */
export interface Scores {
  exposed: readonly number[];
  twins: readonly number[];
}

/** The variance of a figure, by its scores. */
export type VarianceOf = (scores: Scores) => number;
type Weight = (row: ShiftSums) => number;

/** A stratum and arm. */
interface Cell {
  n: number;
  sums: number[];
  products: number[];
}

/** Of scores summed by store, less what their stratum and arm makes of them. */
export function storeVariance(rows: readonly ShiftSums[], weight: Weight): VarianceOf {
  const cells = cellsOf(rows);
  const stores = new Map<number, { exposed: number[]; twins: number[] }>();
  for (const row of rows) {
    const cell = cells.get(key(row.stratum, row.exposed));
    if (!cell) continue;
    const store = stores.get(row.cluster) ?? { exposed: FEATURES.map(() => 0), twins: FEATURES.map(() => 0) };
    const own = row.exposed ? store.exposed : store.twins;
    const signed = (row.exposed ? 1 : -1) * weight(row);
    for (let i = 0; i < own.length; i += 1) {
      const rest = (row.sums[i] ?? 0) - (row.n * (cell.sums[i] ?? 0)) / cell.n;
      own[i] = (own[i] ?? 0) + signed * rest;
    }
    stores.set(row.cluster, store);
  }
  const g = stores.size;
  return ({ exposed, twins }) => {
    let squares = 0;
    for (const store of stores.values()) squares += (dot(store.exposed, exposed) + dot(store.twins, twins)) ** 2;
    return (squares * g) / (g - 1);
  };
}

/** Of people within their stratum and arm. */
export function personVariance(rows: readonly ShiftSums[], weight: Weight): VarianceOf {
  const cells = cellsOf(rows);
  const weights = new Map(rows.map((row) => [key(row.stratum, row.exposed), { exposed: row.exposed, w: weight(row) }]));
  return (scores) => {
    let variance = 0;
    for (const [at, { n, sums, products }] of cells) {
      const { exposed = false, w = 0 } = weights.get(at) ?? {};
      const score = exposed ? scores.exposed : scores.twins;
      const total = dot(sums, score);
      const spread = Math.max(0, quadratic(products, score) - (total * total) / n) / (n - 1);
      variance += w * w * n * spread;
    }
    return variance;
  };
}

function cellsOf(rows: readonly ShiftSums[]): Map<number, Cell> {
  const cells = new Map<number, Cell>();
  for (const { stratum, exposed, n, sums, products } of rows) {
    const at = key(stratum, exposed);
    const cell = cells.get(at) ?? { n: 0, sums: FEATURES.map(() => 0), products: products.map(() => 0) };
    cell.n += n;
    add(cell.sums, sums);
    add(cell.products, products);
    cells.set(at, cell);
  }
  return cells;
}

function add(to: number[], values: readonly number[]): void {
  for (let i = 0; i < to.length; i += 1) to[i] = (to[i] ?? 0) + (values[i] ?? 0);
}

function dot(left: readonly number[], right: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < left.length; i += 1) sum += (left[i] ?? 0) * (right[i] ?? 0);
  return sum;
}

/** Sum over people of (score . features)^2, from the sums of products. */
function quadratic(products: readonly number[], score: readonly number[]): number {
  return PRODUCTS.reduce(
    (sum, [i, j], k) => sum + (i === j ? 1 : 2) * (score[i] ?? 0) * (score[j] ?? 0) * (products[k] ?? 0),
    0,
  );
}
