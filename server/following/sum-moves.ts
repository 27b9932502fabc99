import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/**
 * Sums up people by (part, round, stratum, day) out of two temporary tables in which `sign` 1 counts somebody and -1 takes them off:
 * `returned` (each member's first return of a round) into `event_move`, `watched` (since when and until when a member is under
 * watch) into `watch_move`, as `stratum_watch` holds them.
 */
export async function sumMoves({ db }: Scope, roundDays: number): Promise<void> {
  await db.execute(sql`drop table if exists pg_temp.event_move, pg_temp.watch_move`);
  await db.execute(sql`
    create temp table event_move on commit drop as
    select part, round, stratum, day, sum(sign * exposed)::int as exposed, sum(sign * (1 - exposed))::int as twins
    from returned cross join lateral (select 0 as part union all select 1 where intense) p
    group by part, round, stratum, day
    having sum(sign * exposed) <> 0 or sum(sign * (1 - exposed)) <> 0`);
  await db.execute(sql`analyze event_move`);
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
