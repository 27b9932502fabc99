/** Numbers per person, already standardised, packed person after person. */
const WIDTH = 6;
/** Nearest ones remembered, per one asked for. */
const SPARE = 3;

/**
 * Hands out, one call at a time, the nearest candidate of a stratum that nobody has taken, or -1 when none is left.
 * Each person's nearest few are found once (a bounded insertion list, distances given up early); calls then take the first free
 * of them, and search again among the free ones only when all are gone. Exact: the same as searching afresh at each call.
 * Ties go to the candidate that stands first.
 */
export function nearestFree(people: Float64Array, candidates: Float64Array, perPerson: number): (i: number) => number {
  const depth = perPerson * SPARE;
  const count = candidates.length / WIDTH;
  const pool = { list: Int32Array.from({ length: count }, (_, j) => j), left: count, taken: new Uint8Array(count) };
  const near = new Int32Array((people.length / WIDTH) * depth);
  const found = new Int32Array(people.length / WIDTH);
  const next = new Int32Array(people.length / WIDTH);
  const search = searcher(people, candidates, depth);
  const firstFree = (i: number): number => {
    for (let at = next[i] ?? 0; at < (found[i] ?? 0); at += 1) {
      const j = near[i * depth + at] ?? 0;
      if (pool.taken[j] !== 0) continue;
      next[i] = at + 1;
      return j;
    }
    return -1;
  };
  return (i) => {
    if (pool.left === 0) return -1;
    let twin = firstFree(i);
    if (twin < 0) {
      found[i] = search(i, pool, near.subarray(i * depth, (i + 1) * depth));
      next[i] = 0;
      twin = firstFree(i);
    }
    pool.taken[twin] = 1;
    pool.left -= 1;
    return twin;
  };
}

interface Pool {
  /** Candidates in order; those taken are dropped at each search. */
  list: Int32Array;
  left: number;
  taken: Uint8Array;
}

function searcher(people: Float64Array, candidates: Float64Array, depth: number) {
  const distances = new Float64Array(depth);
  return (i: number, pool: Pool, near: Int32Array): number => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = people.subarray(i * WIDTH, (i + 1) * WIDTH);
    const { list, taken } = pool;
    let worst = Number.POSITIVE_INFINITY;
    let size = 0;
    let kept = 0;
    for (let at = 0; at < list.length; at += 1) {
      const j = list[at] ?? 0;
      if (taken[j] !== 0) continue;
      list[kept] = j;
      kept += 1;
      const from = j * WIDTH;
      let distance = (a - (candidates[from] ?? 0)) ** 2 + (b - (candidates[from + 1] ?? 0)) ** 2;
      if (distance >= worst) continue;
      distance += (c - (candidates[from + 2] ?? 0)) ** 2 + (d - (candidates[from + 3] ?? 0)) ** 2;
      if (distance >= worst) continue;
      distance += (e - (candidates[from + 4] ?? 0)) ** 2 + (f - (candidates[from + 5] ?? 0)) ** 2;
      if (distance >= worst) continue;
      if (size < depth) size += 1;
      let place = size - 1;
      for (; place > 0 && (distances[place - 1] ?? 0) > distance; place -= 1) {
        distances[place] = distances[place - 1] ?? 0;
        near[place] = near[place - 1] ?? 0;
      }
      distances[place] = distance;
      near[place] = j;
      if (size === depth) worst = distances[depth - 1] ?? worst;
    }
    pool.list = list.subarray(0, kept);
    return size;
  };
}
