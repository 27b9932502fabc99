import { type SQL, sql } from "drizzle-orm";
import { personByPerson } from "../../churn/person-by-person";
import { portraitAsOf, returnWithin } from "../../churn/portrait";
import { isSampled, thresholdsOf } from "../../churn/rhythm";
import { HORIZON } from "../settings";
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
}

/** Return probabilities are cut at ten-thousandths, so that a histogram of them is all that leaves the database. */
const PROBABILITY_STEPS = 10_000;

export function optionsOf({ settings, rhythm }: WaveContext) {
  return {
    dueCap: settings.dueCap,
    thresholds: thresholdsOf(settings, rhythm),
    leastOccasions: settings.minOccasions,
  };
}

/** May be matched: likely to be still there. A sample of lines cannot say who is not. */
export function likelyAlive({ settings, rhythm }: WaveContext): SQL {
  return isSampled(rhythm) ? sql`true` : sql`coalesce(p_alive >= ${settings.minAlive}::float8, false)`;
}

/** What the strata are cut on: the return probability within h*; in a sample of lines, the occasions of the year that it holds. */
export function stepOf({ rhythm }: WaveContext, horizonDays: number): SQL {
  if (isSampled(rhythm)) return sql`n_365::int`;
  return sql`floor(${PROBABILITY_STEPS}::int * (${returnWithin(horizonDays)}))::int`;
}

/** Counts of the concerned, their median due time and gap: what h* and the rounds are made from. Looks at nobody else. */
export async function describeConcerned(context: WaveContext): Promise<WaveTraits> {
  const { scope, asOf, rhythm } = context;
  const [row] = await scope.db.execute<{ exposed: number; apart: number; due: number | null; gap: number | null }>(sql`
    with ${portraitAsOf(scope.workspaceId, asOf, rhythm, { ...optionsOf(context), among: sql`concerned` })},
    likely as (select *, ${likelyAlive(context)} as fit from portrait)
    select count(*)::int as exposed, (count(*) filter (where not fit))::int as apart,
      percentile_cont(0.5) within group (order by due) filter (where fit) as due,
      percentile_cont(0.5) within group (order by t_x::float8 / x) filter (where fit and x > 0) as gap
    from likely`);
  const due = row?.due ?? HORIZON.most;
  return {
    exposed: row?.exposed ?? 0,
    apart: row?.apart ?? 0,
    horizonDays: Math.round(Math.min(HORIZON.most, Math.max(HORIZON.least, due))),
    medianGap: row?.gap ?? 0,
  };
}

/**
 * The temporary table `sitter`: the portrait, at the end of day -1, of every person who may be concerned or a twin. One
 * pass over the visits; all that follows reads this table. `in_scope` is null for those not concerned; `fit` says who may
 * be matched: enough occasions, likely to be still there, not a customer of a store that the concerned may spill over to;
 * `step` is the return probability within h*, in ten-thousandths, rounded down; in a sample of lines the occasions of the year.
 * `subject`: the rows of those concerned.
 */
export async function drawPortraits(
  context: WaveContext,
  spill: readonly number[],
  horizonDays: number,
): Promise<void> {
  const { scope, asOf, rhythm } = context;
  await personByPerson(scope, () =>
    scope.db.execute(sql`
    create temp table sitter on commit drop as
    with ${portraitAsOf(scope.workspaceId, asOf, rhythm, { ...optionsOf(context), spillStores: spill })}
    select p.customer_id, segment, group_key, x, t_x, t_total, r, alpha, p_alive, due, silent, n_365::int, value_365,
      products::int, n_season::int, c.in_scope, coalesce(t.bits, 0) as bits,
      ${stepOf(context, horizonDays)} as step,
      ${likelyAlive(context)} and (c.in_scope is not null or 2 * spilled < n_365) as fit
    from portrait p
    left join concerned c using (customer_id)
    left join touched t using (customer_id)`),
  );
  // Not an anti-join above: the planner takes it to leave one row, and joins the rest in nested loops.
  if (context.wave.wave > 0)
    await scope.db.execute(sql`delete from sitter where customer_id in (select customer_id from earlier)`);
  // Only what the joins that follow are planned by.
  await scope.db.execute(sql`analyze sitter (customer_id, in_scope, fit, segment)`);
  await scope.db.execute(
    sql`create temp table subject on commit drop as select * from sitter where in_scope is not null`,
  );
  await scope.db.execute(sql`analyze subject (customer_id, fit)`);
}
