import { nearestFree } from "@/server/stats/nearest-free";
import { seededRandom, shuffle } from "@/server/stats/random";

/** Customers by columns, all of one length, as known at the end of day -1. `stratum` is any whole number. */
export interface Candidates {
  id: Float64Array;
  stratum: Int32Array;
  /** Occasions, days since the last one, money, days since the first one, distinct products: as they are. */
  frequency: Float64Array;
  recency: Float64Array;
  monetary: Float64Array;
  tenure: Float64Array;
  products: Float64Array;
  /** Share of the year's occasions that fell in the same 13 weeks last year, 0-1. */
  seasonalShare: Float64Array;
}

/** Exposed i has the twins `twins[i * max]` up to `twins[i * max + count[i] - 1]`, nearest first taken; rows of the pool. */
export interface MatchedSets {
  max: number;
  twins: Int32Array;
  count: Uint8Array;
  /** Exposed with at least one twin. */
  matched: number;
  /** Twins given away. */
  taken: number;
}

export interface MatchOptions {
  seed: number;
  /** Twins per exposed at most (1 to 255). */
  max?: number;
}

/**
 * Nearest twins without replacement (methods 2): within a stratum, round by round in a new seeded random order, each exposed
 * takes its nearest free candidate by standardised log frequency, recency, log money, tenure, log products, seasonal share.
 * Source: Rubin 1973 (greedy nearest available), rounds as in variable-ratio matching (Ming & Rosenbaum 2000).
 * The result depends on ids, values and seed only, never on the order of rows: strata are sorted by id first, ties go to the shuffled order.
 */
export function matchTwins(exposed: Candidates, pool: Candidates, { seed, max = 5 }: MatchOptions): MatchedSets {
  const features = standardised(exposed, pool);
  const poolRows = rowsByStratum(pool);
  const result: MatchedSets = {
    max,
    twins: new Int32Array(exposed.id.length * max).fill(-1),
    count: new Uint8Array(exposed.id.length),
    matched: 0,
    taken: 0,
  };
  const strata = [...rowsByStratum(exposed)].sort(([left], [right]) => left - right);
  for (const [stratum, rows] of strata) {
    const candidates = poolRows.get(stratum);
    if (candidates === undefined) continue;
    const random = seededRandom(seed * 4096 + stratum);
    shuffle(random, candidates);
    const takeNearest = nearestFree(pick(features.exposed, rows), pick(features.pool, candidates), max);
    const order = Int32Array.from(rows, (_, i) => i);
    for (let round = 0; round < max; round += 1) {
      for (const i of shuffle(random, order)) {
        const twin = takeNearest(i);
        if (twin < 0) break;
        give(result, rows[i] ?? 0, candidates[twin] ?? 0);
      }
    }
  }
  return result;
}

function give(result: MatchedSets, exposed: number, twin: number): void {
  const count = result.count[exposed] ?? 0;
  result.twins[exposed * result.max + count] = twin;
  result.count[exposed] = count + 1;
  result.taken += 1;
  if (count === 0) result.matched += 1;
}

/** The six matching columns on their own scale (logs where methods 2 says so), in a fixed order. */
export function matchingColumns(people: Candidates): Float64Array[] {
  const log = (column: Float64Array) => column.map((value) => Math.log1p(Math.max(0, value)));
  return [
    log(people.frequency),
    people.recency,
    log(people.monetary),
    people.tenure,
    log(people.products),
    people.seasonalShare,
  ];
}

/** Columns divided by their standard deviation over exposed and pool together; one that does not vary counts nothing. */
function standardised(exposed: Candidates, pool: Candidates): { exposed: Float64Array[]; pool: Float64Array[] } {
  const left = matchingColumns(exposed);
  const right = matchingColumns(pool);
  const scales = left.map((column, k) => {
    const deviation = spread([column, right[k] ?? column]);
    return deviation > 0 ? 1 / deviation : 0;
  });
  const scale = (columns: Float64Array[]) =>
    columns.map((column, k) => column.map((value) => value * (scales[k] ?? 0)));
  return { exposed: scale(left), pool: scale(right) };
}

function spread(columns: Float64Array[]): number {
  let n = 0;
  let mean = 0;
  let squares = 0;
  for (const column of columns) {
    for (const value of column) {
      n += 1;
      const away = value - mean;
      mean += away / n;
      squares += away * (value - mean);
    }
  }
  return n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
}

function rowsByStratum(people: Candidates): Map<number, Int32Array> {
  const sizes = new Map<number, number>();
  for (const stratum of people.stratum) sizes.set(stratum, (sizes.get(stratum) ?? 0) + 1);
  const rows = new Map([...sizes].map(([stratum, size]) => [stratum, { filled: 0, list: new Int32Array(size) }]));
  people.stratum.forEach((stratum, i) => {
    const open = rows.get(stratum);
    if (open === undefined) return;
    open.list[open.filled] = i;
    open.filled += 1;
  });
  return new Map([...rows].map(([stratum, { list }]) => [stratum, sortedById(list, people.id)]));
}

function sortedById(rows: Int32Array, id: Float64Array): Int32Array {
  const ascending = rows.every((row, i) => i === 0 || (id[rows[i - 1] ?? 0] ?? 0) < (id[row] ?? 0));
  return ascending ? rows : rows.sort((left, right) => (id[left] ?? 0) - (id[right] ?? 0));
}

/** Those that vary most within a stratum first, so that a distance is given up early; the sum is the same. */
const PACKING = [3, 2, 5, 4, 1, 0];

/** The chosen rows, person after person, so that one distance reads neighbouring memory. */
function pick(columns: Float64Array[], rows: Int32Array): Float64Array {
  const width = columns.length;
  const packed = new Float64Array(rows.length * width);
  PACKING.forEach((from, k) => {
    rows.forEach((row, i) => {
      packed[i * width + k] = columns[from]?.[row] ?? 0;
    });
  });
  return packed;
}
