import { type Counts, eachCell, ROUNDS, YEAR } from "./follow";
import { type People, segmentsOf } from "./people";

/** Observed less expected and its variance, by slice, round (0 = first returns) and day. */
export interface DaySums {
  names: string[];
  x: Float64Array[];
  v: Float64Array[];
}

/** Sums of a followed cohort as stats/monitor.ts makes them day by day, without an object for each cell. */
export function sumDays(counts: Counts, people: People): DaySums {
  const names = ["all", ...segmentsOf(people)];
  const empty = () => names.map(() => new Float64Array((ROUNDS + 1) * YEAR));
  const sums: DaySums = { names, x: empty(), v: empty() };
  const own = people.strata.map(({ segment }) => names.indexOf(segment));
  eachCell(counts, people, (round, stratum, day, n1, n0, d, o) => {
    if (round === 1 || round > ROUNDS || n1 === 0 || n0 === 0) return;
    const n = n1 + n0;
    const mean = (d * n1) / n;
    const variance = n > 1 ? (mean * (n0 / n) * (n - d)) / (n - 1) : 0;
    const at = round * YEAR + day;
    add(sums, 0, at, o - mean, variance);
    const slice = own[stratum] ?? -1;
    if (slice > 0) add(sums, slice, at, o - mean, variance);
  });
  return sums;
}

function add({ x, v }: DaySums, slice: number, at: number, more: number, variance: number): void {
  const [xs, vs] = [x[slice], v[slice]];
  if (xs === undefined || vs === undefined) return;
  xs[at] = (xs[at] ?? 0) + more;
  vs[at] = (vs[at] ?? 0) + variance;
}
