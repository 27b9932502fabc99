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
  /** Their main store; 0 where errors are by customer. */
  cluster: number;
  n: number;
  /** Sum of each of FEATURES; of each of PRODUCTS, which errors by customer are made of (none where they are by store). */
  sums: readonly number[];
  products: readonly number[];
  /** People with anything at all of it, before or after, by metric. */
  active: Record<ShiftMetric, number>;
}
