import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import type { PartsOf } from "./schema";

/** Weeks kept for the lane of home. */
const WEEKS = 26;

/**
 * Per ISO week since day 0: exposed people who came, and how many would have at their twins' rate, stratum by stratum (those
 * without twins left out). The weeks of day 0 and of `through` may be partial.
 */
export async function readWeeks(scope: Scope, through: string): Promise<PartsOf<"weeks">> {
  const rows = await scope.db.execute<{ week: string; observed: number; expected: number; exposed: number }>(sql`
    with week as (
      select opens::date as opens from generate_series(
        date_trunc('week', greatest((select min(day0) from watcher), ${through}::date - 7 * ${WEEKS}::int)::timestamp),
        ${through}::timestamp, interval '7 days') as opens
    ),
    came as (
      select distinct customer_id, date_trunc('week', day::timestamp)::date as opens from stop
      where occasion and day >= (select min(opens) from week)
    ),
    returned as (
      select c.opens, w.stratum, w.exposed, count(*) as y
      from came c join watcher w using (customer_id) where censored_on is null or censored_on > c.opens + 6
      group by c.opens, w.stratum, w.exposed
    ),
    alike as (select stratum, exposed, day0, censored_on, count(*) as n from watcher group by stratum, exposed, day0, censored_on),
    watched as (
      select w.opens, a.stratum, a.exposed, sum(a.n) as n
      from alike a join week w on a.day0 < w.opens + 7 and (a.censored_on is null or a.censored_on > w.opens + 6)
      group by w.opens, a.stratum, a.exposed
    ),
    counted as (
      select opens, stratum, coalesce(sum(n) filter (where exposed), 0)::float8 as n1,
        coalesce(sum(n) filter (where not exposed), 0)::float8 as n0, coalesce(sum(y) filter (where exposed), 0)::float8 as y1,
        coalesce(sum(y) filter (where not exposed), 0)::float8 as y0
      from watched left join returned using (opens, stratum, exposed)
      group by opens, stratum
    )
    select opens as week, sum(y1) as observed, sum(n1 * y0 / n0) as expected, sum(n1) as exposed
    from counted where n1 > 0 and n0 > 0 group by opens order by opens`);
  return { weeks: [...rows] };
}
