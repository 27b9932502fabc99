import { addDays } from "../days";
import { among, type Moved, type StratumPath, type StretchCount } from "./read-returns";

/** One stratum on its way through the days since its wave's day 0. */
interface Walk {
  stratum: number;
  day0: string;
  n: Both;
  /** Who came in round 0, who went without, who went at all after day 0. */
  y: Both;
  rows: { day: string; n: Both; y: Both }[];
  next: number;
}

interface Both {
  exposed: number;
  twins: number;
}

/**
 * What `countWithin` (read-returns.ts) counts in days 0..t-1 of first returns, for each of `times` in turn, ascending: every row is
 * looked at once for all of them. At t only strata observed for t days count.
 */
export function* curveCounts(
  paths: readonly StratumPath[],
  { day0Of, through, times }: { day0Of: (stratum: number) => string | undefined; through: string; times: number[] },
): Generator<{ t: number; counts: StretchCount[] }> {
  const walks = paths.flatMap((path) => {
    const day0 = day0Of(path.stratum);
    return day0 === undefined ? [] : [walkOf(path, day0)];
  });
  for (const t of times) {
    const counts = walks.flatMap((walk) => {
      const to = addDays(walk.day0, t - 1);
      return to > through ? [] : countAt(walk, to);
    });
    yield { t, counts };
  }
}

function walkOf({ stratum, watch, came, gone }: StratumPath, day0: string): Walk {
  const none = { exposed: 0, twins: 0 };
  const rows = [
    ...watch.map((row) => ({ day: row.day, n: both(row), y: row.day > day0 ? both(row) : none })),
    ...(came.get(0) ?? []).map((row) => ({ day: row.day, n: none, y: both(row) })),
    ...(gone.get(0) ?? []).map((row) => ({ day: row.day, n: none, y: { exposed: -row.exposed, twins: -row.twins } })),
  ].sort((left, right) => (left.day < right.day ? -1 : left.day > right.day ? 1 : 0));
  return { stratum, day0, n: { ...none }, y: { ...none }, rows, next: 0 };
}

function both({ exposed, twins }: Moved): Both {
  return { exposed, twins };
}

function countAt(walk: Walk, to: string): StretchCount[] {
  const { n, y, rows } = walk;
  for (let row = rows[walk.next]; row && row.day <= to; row = rows[walk.next]) {
    n.exposed += row.n.exposed;
    n.twins += row.n.twins;
    y.exposed += row.y.exposed;
    y.twins += row.y.twins;
    walk.next += 1;
  }
  if (n.exposed + n.twins === 0) return [];
  const { stratum } = walk;
  return [{ stratum, n1: n.exposed, n0: n.twins, y1: among(y.exposed, n.exposed), y0: among(y.twins, n.twins) }];
}
