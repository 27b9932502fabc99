import { normalProbability, normalQuantile } from "@/server/stats/normal-quantile";

export const SHIFT_METRICS = ["occasions", "basket", "revenue", "refunds", "complaints"] as const;
export type ShiftMetric = (typeof SHIFT_METRICS)[number];

/** What one person did before day 0 and after it, per 28 days. */
export const FEATURES = [
  "occasions_before",
  "occasions_after",
  "revenue_before",
  "revenue_after",
  "refunds_before",
  "refunds_after",
  "complaints_before",
  "complaints_after",
] as const;

/** Places of FEATURES whose products are summed: occasions and revenue with each other, refunds and complaints with themselves. */
export const PRODUCTS: readonly (readonly [number, number])[] = [
  ...[0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].flatMap((j) => (i <= j ? [[i, j] as const] : []))),
  ...[4, 6].flatMap((i) => [[i, i] as const, [i, i + 1] as const, [i + 1, i + 1] as const]),
];

/** People of one stratum, arm and cluster taken together: everything in it adds up. */
export interface ShiftSums {
  stratum: number;
  exposed: boolean;
  /** Their main store. */
  cluster: number;
  n: number;
  /** Sum of each of FEATURES, and of each of PRODUCTS. */
  sums: readonly number[];
  products: readonly number[];
  /** People with anything at all of it, before or after, by metric. */
  active: Record<ShiftMetric, number>;
}

export interface Shift {
  kind: "shift";
  metric: ShiftMetric;
  exposed: { before: number; after: number };
  /** The twins, weighed like the exposed. */
  twins: { before: number; after: number };
  /** (exposed after - before) - (twins after - before). */
  value: number;
  lower: number;
  upper: number;
  p: number;
}

export interface NoShift {
  kind: "cannot say";
  metric: ShiftMetric;
  why: "too few people" | "too few with any";
  need: number;
  have: number;
}

export interface ShiftError {
  /** Whose differences are taken to be their own: stores, or people and what placebo changes differ by. */
  by: "store" | "customer";
  clusters: number;
  tau2: number;
}

/** People in each arm, and people with any of it in each arm, under which nothing is said. */
const LEAST = 30;
/** Stores, counted by how evenly the exposed go there (Kish), from which errors are clustered by them (methods 5). */
const LEAST_CLUSTERS = 20;

/** How the errors of these people are reckoned: by store where the exposed of 20 or more stand side by side. */
export function shiftError(rows: readonly ShiftSums[], tau2: number): ShiftError {
  const sizes = new Map<number, number>();
  for (const { exposed, cluster, n } of rows) if (exposed) sizes.set(cluster, (sizes.get(cluster) ?? 0) + n);
  const all = [...sizes.values()].reduce((sum, n) => sum + n, 0);
  const squares = [...sizes.values()].reduce((sum, n) => sum + n * n, 0);
  const effective = squares > 0 ? (all * all) / squares : 0;
  if (effective < LEAST_CLUSTERS) return { by: "customer", clusters: 0, tau2 };
  return { by: "store", clusters: new Set(rows.map(({ cluster }) => cluster)).size, tau2: 0 };
}

/**
 * Difference-in-differences of one figure between exposed and twins, twins weighed n1/n0 within the stratum (methods 5). Basket value is
 * a ratio of sums, linearised. By store: scores summed by store, times G/(G - 1), Student's t with G - 1 degrees (Cameron & Miller 2015);
 * by customer: variances within stratum and arm, plus tau^2 of the exposed's own level, as arms stand apart without any change.
 */
export function behaviourShift(metric: ShiftMetric, all: readonly ShiftSums[], error: ShiftError): Shift | NoShift {
  const rows = comparable(all);
  const have = leastOf(rows, ({ n }) => n);
  if (have < LEAST) return { kind: "cannot say", metric, why: "too few people", need: LEAST, have };
  const some = leastOf(rows, ({ active }) => active[metric]);
  if (some < LEAST) return { kind: "cannot say", metric, why: "too few with any", need: LEAST, have: some };
  const weights = weightsOf(rows);
  const exposed = levels(
    metric,
    rows.filter((row) => row.exposed),
    weights,
  );
  const twins = levels(
    metric,
    rows.filter((row) => !row.exposed),
    weights,
  );
  const value = exposed.after - exposed.before - (twins.after - twins.before);
  const scores = { true: exposed.score, false: twins.score };
  const own = error.by === "store" ? storeVariance(rows, weights, scores) : personVariance(rows, weights, scores);
  const variance = own + error.tau2 * exposed.after ** 2;
  const df = error.by === "store" ? error.clusters - 1 : Number.POSITIVE_INFINITY;
  const half = studentQuantile(0.975, df) * Math.sqrt(variance);
  return {
    ...{ kind: "shift", metric, value, lower: value - half, upper: value + half },
    exposed: { before: exposed.before, after: exposed.after },
    twins: { before: twins.before, after: twins.after },
    p: variance > 0 ? twoSided(value / Math.sqrt(variance), df) : 1,
  };
}

/** Strata with at least two people in each arm: one alone has no spread. */
function comparable(rows: readonly ShiftSums[]): ShiftSums[] {
  const sizes = countBy(rows);
  const size = (stratum: number, exposed: boolean) => sizes.get(key(stratum, exposed)) ?? 0;
  return rows.filter(({ stratum }) => size(stratum, true) >= 2 && size(stratum, false) >= 2);
}

function leastOf(rows: readonly ShiftSums[], of: (row: ShiftSums) => number): number {
  const total = (exposed: boolean) => rows.reduce((sum, row) => sum + (row.exposed === exposed ? of(row) : 0), 0);
  return Math.min(total(true), total(false));
}

const key = (stratum: number, exposed: boolean) => `${stratum} ${exposed}`;

function countBy(rows: readonly ShiftSums[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { stratum, exposed, n } of rows) {
    sizes.set(key(stratum, exposed), (sizes.get(key(stratum, exposed)) ?? 0) + n);
  }
  return sizes;
}

/** What one person of a stratum and arm weighs: the exposed together weigh 1, the twins of a stratum as its exposed do. */
function weightsOf(rows: readonly ShiftSums[]): (row: Pick<ShiftSums, "stratum" | "exposed">) => number {
  const sizes = countBy(rows);
  const all = rows.reduce((sum, row) => sum + (row.exposed ? row.n : 0), 0);
  return ({ stratum, exposed }) => (sizes.get(key(stratum, true)) ?? 0) / (sizes.get(key(stratum, exposed)) ?? 1) / all;
}

interface Levels {
  before: number;
  after: number;
  /** Of each of FEATURES, how one person's moves after - before. */
  score: number[];
}

const PLACES: Record<Exclude<ShiftMetric, "basket">, number> = { occasions: 0, revenue: 2, refunds: 4, complaints: 6 };

function levels(metric: ShiftMetric, rows: readonly ShiftSums[], weight: (row: ShiftSums) => number): Levels {
  const mean = FEATURES.map((_, i) => rows.reduce((sum, row) => sum + weight(row) * (row.sums[i] ?? 0), 0));
  const score = FEATURES.map(() => 0);
  const of = (place: number) => mean[place] ?? 0;
  if (metric !== "basket") {
    const place = PLACES[metric];
    score[place] = -1;
    score[place + 1] = 1;
    return { before: of(place), after: of(place + 1), score };
  }
  const [occasionsBefore, occasionsAfter] = [of(0), of(1)];
  const before = occasionsBefore > 0 ? of(2) / occasionsBefore : 0;
  const after = occasionsAfter > 0 ? of(3) / occasionsAfter : 0;
  score[2] = -1 / occasionsBefore;
  score[0] = before / occasionsBefore;
  score[3] = 1 / occasionsAfter;
  score[1] = -after / occasionsAfter;
  return { before, after, score };
}

type Scores = { true: number[]; false: number[] };

const scoresOf = (scores: Scores, exposed: boolean) => (exposed ? scores.true : scores.false);

function storeVariance(rows: readonly ShiftSums[], weight: (row: ShiftSums) => number, scores: Scores): number {
  const means = new Map<string, number>();
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

function personVariance(rows: readonly ShiftSums[], weight: (row: ShiftSums) => number, scores: Scores): number {
  const cells = new Map<string, { n: number; total: number; squares: number; weight: number }>();
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

/** Student's t by its expansion around the normal (Abramowitz & Stegun 26.7.5); relative error under 1e-4 from 10 degrees on. */
function studentQuantile(p: number, df: number): number {
  const z = normalQuantile(p);
  if (!Number.isFinite(df)) return z;
  const [z3, z5] = [z ** 3, z ** 5];
  return z + (z3 + z) / (4 * df) + (5 * z5 + 16 * z3 + 3 * z) / (96 * df * df);
}

/** P(|T| >= |t|), Abramowitz & Stegun 26.7.8. */
function twoSided(t: number, df: number): number {
  const z = Number.isFinite(df) ? (t * (1 - 1 / (4 * df))) / Math.sqrt(1 + (t * t) / (2 * df)) : t;
  return 2 * normalProbability(-Math.abs(z));
}
