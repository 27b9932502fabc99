/** Customers by columns: x repeat occasions, tx first to last, T first to today (one unit of time), n how many share the row. */
export interface BgNbdRows {
  x: ArrayLike<number>;
  tx: ArrayLike<number>;
  T: ArrayLike<number>;
  n?: ArrayLike<number>;
}

/**
 * Equal (x, tx, T) merged, as the likelihood needs them: for x = 0 only T matters.
 * `ages` and `recencies` are the distinct values; `ageOf`, `recencyOf` point into them, one entry per distinct triple with x >= 1.
 */
export interface DistinctTriples {
  customers: number;
  repeaters: number;
  ages: Float64Array;
  recencies: Float64Array;
  /** Per distinct age: weight, and weight times x, over all customers. */
  ageWeight: Float64Array;
  ageOccasions: Float64Array;
  /** Weight of each number of repeats, indexed by x. */
  xWeight: Float64Array;
  x: Int32Array;
  ageOf: Int32Array;
  recencyOf: Int32Array;
  weight: Float64Array;
  /** Distinct triples in all, x = 0 included. */
  distinct: number;
}

/** Merges equal triples in linear time. Rows must be clean: whole x >= 0, 0 <= tx <= T. */
export function distinctTriples(rows: BgNbdRows): DistinctTriples {
  const size = rows.x.length;
  const age = indexValues(rows.T);
  const recency = indexValues(rows.tx);
  const table = openTable(size);
  const sums = emptySums(age.values.length, largest(rows.x));
  let customers = 0;
  let repeaters = 0;
  for (let i = 0; i < size; i += 1) {
    const x = rows.x[i] ?? 0;
    const weight = rows.n === undefined ? 1 : (rows.n[i] ?? 0);
    const ageIndex = age.index[i] ?? 0;
    customers += weight;
    sums.ageWeight[ageIndex] = (sums.ageWeight[ageIndex] ?? 0) + weight;
    sums.ageOccasions[ageIndex] = (sums.ageOccasions[ageIndex] ?? 0) + weight * x;
    sums.xWeight[x] = (sums.xWeight[x] ?? 0) + weight;
    if (x === 0) {
      sums.zeroAges[ageIndex] = 1;
      continue;
    }
    repeaters += weight;
    table.add(x, recency.index[i] ?? 0, ageIndex, weight, age.values.length, recency.values.length);
  }
  const { ageWeight, ageOccasions, xWeight, zeroAges } = sums;
  const distinct = table.count() + zeroAges.reduce((sum, flag) => sum + flag, 0);
  const merged = table.columns();
  return {
    customers,
    repeaters,
    ages: age.values,
    recencies: recency.values,
    ageWeight,
    ageOccasions,
    xWeight,
    ...merged,
    distinct,
  };
}

function emptySums(ages: number, mostRepeats: number) {
  return {
    ageWeight: new Float64Array(ages),
    ageOccasions: new Float64Array(ages),
    xWeight: new Float64Array(mostRepeats + 1),
    zeroAges: new Uint8Array(ages),
  };
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i += 1) most = Math.max(most, values[i] ?? 0);
  return most;
}

/** Days are small whole numbers and index themselves; other units (weeks with fractions) go through a map. */
function indexValues(column: ArrayLike<number>): { index: Int32Array; values: Float64Array } {
  const direct = new Int32Array(1 << 16).fill(-1);
  const other = new Map<number, number>();
  const values: number[] = [];
  const index = new Int32Array(column.length);
  for (let i = 0; i < column.length; i += 1) {
    const value = column[i] ?? 0;
    const small = value < direct.length && Number.isInteger(value) && value >= 0;
    let at = small ? (direct[value] ?? -1) : (other.get(value) ?? -1);
    if (at < 0) {
      at = values.push(value) - 1;
      if (small) direct[value] = at;
      else other.set(value, at);
    }
    index[i] = at;
  }
  return { index, values: Float64Array.from(values) };
}

/** Open addressing on one number per triple: a Map of a million keys takes five times as long. */
function openTable(rows: number) {
  const mask = 2 ** Math.ceil(Math.log2(Math.max(16, rows * 1.5))) - 1;
  const slots = new Int32Array(mask + 1);
  const keys = new Float64Array(rows);
  const x = new Int32Array(rows);
  const ageOf = new Int32Array(rows);
  const recencyOf = new Int32Array(rows);
  const weight = new Float64Array(rows);
  let count = 0;
  return {
    add(repeats: number, recency: number, age: number, n: number, ages: number, recencies: number) {
      const key = (repeats * recencies + recency) * ages + age;
      let slot = (Math.imul(key % 4294967296, 0x9e3779b1) ^ Math.imul(repeats, 0x85ebca6b)) & mask;
      while (slots[slot] !== 0 && keys[(slots[slot] ?? 0) - 1] !== key) slot = (slot + 1) & mask;
      let at = (slots[slot] ?? 0) - 1;
      if (at < 0) {
        at = count;
        count += 1;
        slots[slot] = count;
        keys[at] = key;
        x[at] = repeats;
        ageOf[at] = age;
        recencyOf[at] = recency;
      }
      weight[at] = (weight[at] ?? 0) + n;
    },
    count: () => count,
    columns: () => ({
      x: x.subarray(0, count),
      ageOf: ageOf.subarray(0, count),
      recencyOf: recencyOf.subarray(0, count),
      weight: weight.subarray(0, count),
    }),
  };
}
