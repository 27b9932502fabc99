import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import type { ChangeRule } from "./change-rule";

/**
 * Counts every day of a change into `stratum_day`, up to and including `through`: in each stratum at risk that morning and
 * returned that day, by arm. Round 0 is first returns; round j >= 1 is days (j - 1) R to j R - 1 after day 0, everybody under
 * watch at risk anew. Only days with an event have a row. A member censored on a day is not at risk that morning, nor is one on a
 * day on which their matched set is unseen (gather-gaps.ts).
 * Counted whole each time, so running it again changes nothing, but for days that hold somebody erased since: they stay as they
 * were counted (D16). Equals stats/stratum-days.ts (count-days.db.test.ts).
 */
export async function countDays(
  scope: Scope,
  { change }: ChangeRule,
  roundDays: number,
  through: string,
): Promise<void> {
  const { db, workspaceId, now } = scope;
  const here = sql`workspace_id = ${workspaceId} and change_id = ${change.id} and revision = ${change.revision}`;
  const counted = sql`coalesce((select kept_through from cohort where ${here}), '-infinity')`;
  await db.execute(sql`delete from stratum_day where ${here} and day > ${counted}`);
  await db.execute(sql`
    insert into stratum_day (workspace_id, change_id, revision, round, stratum, day,
      risk_exposed, risk_twin, events_exposed, events_twin, known_at)
    with came as (
      select customer_id, stratum, exposed::int as exposed, day, since / ${roundDays}::int + 1 as round from stop where occasion
    ),
    returned as (
      select customer_id, stratum, exposed, 0 as round, min(day) as day from came group by customer_id, stratum, exposed
      union all
      select customer_id, stratum, exposed, round, min(day) from came group by customer_id, stratum, exposed, round
    ),
    alike as (
      select stratum, day0, censored_on, sum(exposed::int) as exposed, sum(1 - exposed::int) as twins
      from watcher group by stratum, day0, censored_on
    ),
    started as (
      select round, stratum, sum(exposed) as exposed, sum(twins) as twins
      from alike, generate_series(0, (${through}::date - day0) / ${roundDays}::int + 1) as round
      where censored_on is null or censored_on > day0 + greatest(0, round - 1) * ${roundDays}::int
      group by round, stratum
    ),
    censored as (
      select customer_id, stratum, exposed::int as exposed, censored_on, round
      from watcher, generate_series(0, (censored_on - day0) / ${roundDays}::int + 1) as round
      where censored_on is not null and censored_on > day0 + greatest(0, round - 1) * ${roundDays}::int
        and (round = 0 or censored_on < day0 + round * ${roundDays}::int)
    ),
    gone as (
      select c.round, c.stratum, c.censored_on as day, 0 as event_exposed, 0 as event_twin,
        sum(c.exposed) as left_exposed, sum(1 - c.exposed) as left_twin
      from censored c left join returned r using (customer_id, round)
      where r.day is null
      group by 1, 2, 3
      union all
      select round, stratum, day, sum(exposed), sum(1 - exposed), 0, 0 from returned group by 1, 2, 3
    ),
    moved as (
      select round, stratum, day, sum(event_exposed) as event_exposed, sum(event_twin) as event_twin,
        sum(left_exposed) as left_exposed, sum(left_twin) as left_twin
      from gone group by round, stratum, day
    ),
    hidden as (
      select h.round, w.stratum, u.day, sum(w.exposed::int) as exposed, sum(1 - w.exposed::int) as twins
      from unseen u join watcher w using (matched_set)
      cross join lateral (values (0), ((u.day - w.day0) / ${roundDays}::int + 1)) as h (round)
      left join returned r on r.customer_id = w.customer_id and r.round = h.round
      where u.day >= w.day0 and (w.censored_on is null or w.censored_on > u.day) and (r.day is null or r.day > u.day)
      group by h.round, w.stratum, u.day
    ),
    run as (
      select *, sum(event_exposed + left_exposed) over before_it - event_exposed as away_exposed,
        sum(event_twin + left_twin) over before_it - event_twin as away_twin
      from moved window before_it as (partition by round, stratum order by day)
    )
    select ${workspaceId}::int, ${change.id}::bigint, ${change.revision}::int, round, stratum, day,
      s.exposed - away_exposed - coalesce(h.exposed, 0), s.twins - away_twin - coalesce(h.twins, 0),
      event_exposed, event_twin, ${now.toISOString()}::timestamptz
    from run join started s using (round, stratum) left join hidden h using (round, stratum, day)
    where event_exposed + event_twin > 0 and day > ${counted}
    order by round, stratum, day`);
}
