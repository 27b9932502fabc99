import { hypergeometricMoments, type Moments } from "@/server/stats/hypergeometric";
import { type Counts, eachCell, MOST_ROUNDS, roundsOf, YEAR } from "./follow";
import { type People, segmentsOf } from "./people";

/** Observed less expected, its variance and its third moment, by slice, round (0 = first returns) and day. */
export interface DaySums {
  names: string[];
  /** J. */
  rounds: number;
  x: Float64Array[];
  v: Float64Array[];
  third: Float64Array[];
}

/** Sums of a followed cohort as stats/monitor.ts makes them day by day, without an object for each cell. */
export function sumDays(counts: Counts, people: People): DaySums {
  const names = ["all", ...segmentsOf(people)];
  const empty = () => names.map(() => new Float64Array((MOST_ROUNDS + 1) * YEAR));
  const rounds = roundsOf(people);
  const sums: DaySums = { names, rounds, x: empty(), v: empty(), third: empty() };
  const own = people.strata.map(({ segment }) => names.indexOf(segment));
  eachCell(counts, people, (round, stratum, day, n1, n0, d, o) => {
    if (round === 1 || round > rounds || n1 === 0 || n0 === 0) return;
    const moments = hypergeometricMoments({ n1, n0, d });
    const at = round * YEAR + day;
    add(sums, 0, at, o, moments);
    const slice = own[stratum] ?? -1;
    if (slice > 0) add(sums, slice, at, o, moments);
  });
  return sums;
}

function add(sums: DaySums, slice: number, at: number, o: number, { mean, variance, third }: Moments): void {
  const [xs, vs, thirds] = [sums.x[slice], sums.v[slice], sums.third[slice]];
  if (xs === undefined || vs === undefined || thirds === undefined) return;
  xs[at] = (xs[at] ?? 0) + o - mean;
  vs[at] = (vs[at] ?? 0) + variance;
  thirds[at] = (thirds[at] ?? 0) + third;
}
