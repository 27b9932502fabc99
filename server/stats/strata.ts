/** Customers who share one predicted return probability. */
export interface ProbabilityBin {
  p: number;
  exposed: number;
  eligible: number;
}

const MOST_BINS = 10;
const EXPOSED_PER_BIN = 20;

/** How many bins n1 exposed can fill: max(1, min(10, floor(n1/20))) (methods 2). */
export function binCount(n1: number): number {
  return Math.max(1, Math.min(MOST_BINS, Math.floor(n1 / EXPOSED_PER_BIN)));
}

/**
 * Cut points of the quantile bins of the predicted return probability, over exposed and eligible together.
 * Ascending and distinct, each above the smallest value, so no bin is empty by construction; fewer than asked where values repeat.
 */
export function cutPoints(exposed: ArrayLike<number>, eligible: ArrayLike<number>, n1 = exposed.length): number[] {
  const all = new Float64Array(exposed.length + eligible.length);
  all.set(Array.isArray(exposed) ? exposed : Float64Array.from(exposed), 0);
  all.set(Array.isArray(eligible) ? eligible : Float64Array.from(eligible), exposed.length);
  all.sort();
  const bins = binCount(n1);
  const ranks = Array.from({ length: bins - 1 }, (_, k) => Math.floor(((k + 1) * all.length) / bins));
  return distinctCuts(
    ranks.map((rank) => all[rank] ?? Number.NaN),
    all[0] ?? Number.NaN,
  );
}

/** The same from a histogram (what SQL groups by a rounded probability): exposed counts decide how many bins. */
export function cutPointsOfHistogram(histogram: readonly ProbabilityBin[], n1: number): number[] {
  const rows = [...histogram].sort((left, right) => left.p - right.p);
  const total = rows.reduce((sum, row) => sum + row.exposed + row.eligible, 0);
  const bins = binCount(n1);
  const cuts: number[] = [];
  let seen = 0;
  let next = 1;
  for (const row of rows) {
    seen += row.exposed + row.eligible;
    while (next < bins && seen > Math.floor((next * total) / bins)) {
      cuts.push(row.p);
      next += 1;
    }
  }
  return distinctCuts(cuts, rows[0]?.p ?? Number.NaN);
}

/** Number of cut points at or below p: equals PostgreSQL's width_bucket(p, cuts). */
export function binOf(p: number, cuts: readonly number[]): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] ?? 0) <= p) low = middle + 1;
    else high = middle;
  }
  return low;
}

function distinctCuts(cuts: readonly number[], smallest: number): number[] {
  return [...new Set(cuts)].filter((cut) => cut > smallest);
}
