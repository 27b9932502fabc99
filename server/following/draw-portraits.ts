import { sql } from "drizzle-orm";
import { portraitAsOf } from "../churn/portrait";
import { thresholdsOf } from "../churn/rhythm";
import { HORIZON } from "./settings";
import type { WaveContext } from "./wave-context";

/** What the concerned are like, taken together, at day 0. */
export interface WaveTraits {
  /** Concerned persons, and those of them unlikely to be still there. */
  exposed: number;
  apart: number;
  /** h*: median due time of the concerned, clipped, days. */
  horizonDays: number;
  /** Median gap between their occasions, days. */
  medianGap: number;
  eligible: number;
}

/**
 * The temporary table `sitter`: the portrait, at the end of day -1, of every person who may be concerned or a twin. One
 * pass over the visits; all that follows reads this table. `in_scope` is null for those not concerned; `fit` says who may
 * be matched: enough occasions, likely to be still there, not a customer of a store that the concerned may spill over to.
 */
export async function drawPortraits(context: WaveContext, spill: readonly number[]): Promise<WaveTraits> {
  const { scope, settings, target, asOf, rhythm } = context;
  const options = { dueCap: settings.dueCap, thresholds: thresholdsOf(settings, rhythm), spillStores: spill };
  await scope.db.execute(sql`
    create temp table sitter on commit drop as
    with ${portraitAsOf(scope.workspaceId, asOf, rhythm, options)},
    earlier as (
      select customer_id from cohort_member
      where workspace_id = ${scope.workspaceId} and change_id = ${target.change.id} and revision = ${target.change.revision}
    )
    select p.customer_id, segment, group_key, x, t_x, t_total, r, alpha, p_alive, due, silent, n_365::int, value_365,
      products::int, season_share, c.in_scope, coalesce(t.bits, 0) as bits,
      coalesce(p_alive >= ${settings.minAlive}::float8, false) and (c.in_scope is not null or 2 * spilled < n_365) as fit
    from portrait p
    left join concerned c using (customer_id)
    left join touched t using (customer_id)
    where n_365 >= ${settings.minOccasions}::int
      and not exists (select 1 from earlier e where e.customer_id = p.customer_id)`);
  await scope.db.execute(sql`analyze sitter`);
  const [row] = await scope.db.execute<{
    exposed: number;
    apart: number;
    due: number | null;
    gap: number | null;
    eligible: number;
  }>(sql`
    select (count(*) filter (where in_scope is not null))::int as exposed,
      (count(*) filter (where in_scope is not null and not fit))::int as apart,
      percentile_cont(0.5) within group (order by due) filter (where in_scope is not null and fit) as due,
      percentile_cont(0.5) within group (order by t_x::float8 / x) filter (where in_scope is not null and fit and x > 0) as gap,
      (count(*) filter (where in_scope is null and fit))::int as eligible
    from sitter`);
  const due = row?.due ?? HORIZON.most;
  return {
    exposed: row?.exposed ?? 0,
    apart: row?.apart ?? 0,
    horizonDays: Math.round(Math.min(HORIZON.most, Math.max(HORIZON.least, due))),
    medianGap: row?.gap ?? 0,
    eligible: row?.eligible ?? 0,
  };
}
