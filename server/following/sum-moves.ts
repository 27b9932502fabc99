import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/**
 * Sums up people by part, round or week, stratum and day out of two temporary tables in which `sign` 1 counts a member and -1 takes
 * them off: `came`, their days with an occasion while under watch (`prev`: the last such day before those in the table), and
 * `watched`, since when and until when (`out`) they are under watch. Into `event_move`: each one's first return of a round;
 * `watch_move` and `week_move`, as `stratum_watch` and `stratum_week` hold them.
 */
export async function sumMoves(scope: Scope, roundDays: number): Promise<void> {
  const { db } = scope;
  await db.execute(
    sql`drop table if exists pg_temp.returned, pg_temp.event_move, pg_temp.watch_move, pg_temp.week_move`,
  );
  await db.execute(sql`
    create temp table returned on commit drop as
    with each as (select *, (day - day0) / ${roundDays}::int as full_rounds from came)
    select customer_id, sign, stratum, exposed, intense, 0 as round, min(day) as day
    from each where prev is null group by customer_id, sign, stratum, exposed, intense
    union all
    select customer_id, sign, stratum, exposed, intense, full_rounds + 1, min(day)
    from each where prev is null or prev < day0 + full_rounds * ${roundDays}::int
    group by customer_id, sign, stratum, exposed, intense, full_rounds`);
  await db.execute(sql`analyze returned`);
  await db.execute(sql`
    create temp table event_move on commit drop as
    select part, round, stratum, day, sum(sign * exposed)::int as exposed, sum(sign * (1 - exposed))::int as twins
    from returned cross join lateral (select 0 as part union all select 1 where intense) p
    group by part, round, stratum, day
    having sum(sign * exposed) <> 0 or sum(sign * (1 - exposed)) <> 0`);
  await db.execute(sql`analyze event_move`);
  await sumWatch(scope, roundDays);
  await db.execute(sql`
    create temp table week_move on commit drop as
    with each as (select *, date_trunc('week', day::timestamp)::date as week from came),
    person as (
      select distinct customer_id, sign, stratum, exposed, week from each
      where (prev is null or prev < week) and (out is null or out > week + 6)
    )
    select week, stratum, sum(sign * exposed)::int as exposed, sum(sign * (1 - exposed))::int as twins
    from person group by week, stratum
    having sum(sign * exposed) <> 0 or sum(sign * (1 - exposed)) <> 0`);
}

async function sumWatch({ db }: Scope, roundDays: number): Promise<void> {
  await db.execute(sql`
    create temp table watch_move on commit drop as
    with seen as (select * from watched where out is null or out > day0),
    each as (
      select -1 as round, stratum, day0 as day, sign, exposed, intense from seen
      union all
      select -1, stratum, out, -sign, exposed, intense from seen where out is not null
      union all
      select h.round, s.stratum, s.out, -s.sign, s.exposed, s.intense
      from seen s cross join lateral (values (0), ((s.out - s.day0) / ${roundDays}::int + 1)) as h (round)
      left join returned r on r.customer_id = s.customer_id and r.sign = s.sign and r.round = h.round
      where s.out > s.day0 + greatest(0, h.round - 1) * ${roundDays}::int and r.day is null
    )
    select part, round, stratum, day, sum(sign * exposed)::int as exposed, sum(sign * (1 - exposed))::int as twins
    from each cross join lateral (select 0 as part union all select 1 where intense) p
    group by part, round, stratum, day
    having sum(sign * exposed) <> 0 or sum(sign * (1 - exposed)) <> 0`);
  await db.execute(sql`analyze watch_move`);
}
