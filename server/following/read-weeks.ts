import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import type { ChangeRule } from "./change-rule";
import type { PartsOf } from "./schema";

/** Weeks kept for the lane of home. */
const WEEKS = 26;

/**
 * Per ISO week since day 0: exposed people who came, and how many would have at their twins' rate, stratum by stratum (those
 * without twins left out). The weeks of day 0 and of `through` may be partial. From what was counted; nobody is looked up.
 */
export async function readWeeks(
  scope: Scope,
  { change }: ChangeRule,
  { day0, through }: { day0: string; through: string },
): Promise<PartsOf<"weeks">> {
  const here = sql`workspace_id = ${scope.workspaceId} and change_id = ${change.id} and revision = ${change.revision}`;
  const rows = await scope.db.execute<{ week: string; observed: number; expected: number; exposed: number }>(sql`
    with week as (
      select opens::date as week from generate_series(
        date_trunc('week', greatest(${day0}::date, ${through}::date - 7 * ${WEEKS}::int)::timestamp),
        ${through}::timestamp, interval '7 days') as opens
    ),
    watched as (
      select week, stratum, sum(exposed)::float8 as n1, sum(twins)::float8 as n0
      from week join stratum_watch on day <= least(week + 6, ${through}::date)
      where ${here} and part = 0 and round = -1 group by week, stratum
    ),
    returned as (select week, stratum, exposed::float8 as y1, twins::float8 as y0 from stratum_week where ${here})
    select week::text, coalesce(sum(y1), 0) as observed, coalesce(sum(n1 * y0 / n0 order by stratum), 0) as expected, sum(n1) as exposed
    from watched left join returned using (week, stratum) where n1 > 0 and n0 > 0 group by week order by week`);
  return { weeks: [...rows] };
}
