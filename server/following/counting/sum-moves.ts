import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import { cellOn, maskOf, partsWith, type Split, WHOLE_CELL } from "./splits";

/**
 * Sums up people by part, round or week, stratum and day out of two temporary tables in which `sign` 1 counts a member and -1 takes
 * them off: `came`, their days with an occasion while under watch (`prev`: the last such day before those in the table), and
 * `watched`, since when and until when (`out`) they are under watch. Into `event_move`: each one's first return of a round;
 * `watch_move` and `week_move`, as `stratum_watch` and `stratum_week` hold them. From a later change's first day on each is
 * counted in the cell of their stratum that their purchases before day 0 put them in (splits.ts).
 */
export async function sumMoves(scope: Scope, roundDays: number, splits: readonly Split[]): Promise<void> {
  const { db } = scope;
  await db.execute(
    sql`drop table if exists pg_temp.returned, pg_temp.event_move, pg_temp.watch_move, pg_temp.week_move`,
  );
  await db.execute(sql`
    create temp table returned on commit drop as
    with each as (select *, (day - day0) / ${roundDays}::int as full_rounds from came)
    select customer_id, sign, stratum, later, exposed, intense, 0 as round, min(day) as day
    from each where prev is null group by customer_id, sign, stratum, later, exposed, intense
    union all
    select customer_id, sign, stratum, later, exposed, intense, full_rounds + 1, min(day)
    from each where prev is null or prev < day0 + full_rounds * ${roundDays}::int
    group by customer_id, sign, stratum, later, exposed, intense, full_rounds`);
  await db.execute(sql`analyze returned`);
  const inParts = partsWith(splits);
  await db.execute(sql`
    create temp table event_move on commit drop as
    select part, round, cell as stratum, day, sum(sign * exposed)::int as exposed, sum(sign * (1 - exposed))::int as twins
    from (select part, round, day, sign, exposed, ${inParts.cellOn(sql`day`)} as cell from returned cross join ${inParts.parts} where ${inParts.counts}) r
    group by part, round, cell, day
    having sum(sign * exposed) <> 0 or sum(sign * (1 - exposed)) <> 0`);
  await db.execute(sql`analyze event_move`);
  await sumWatch(scope, roundDays, splits);
  await db.execute(sql`
    create temp table week_move on commit drop as
    with each as (select *, date_trunc('week', day::timestamp)::date as week from came),
    person as (
      select distinct customer_id, sign, ${splits.length === 0 ? sql`stratum` : WHOLE_CELL} as stratum, exposed, week from each
      where (prev is null or prev < week) and (out is null or out > week + 6)
    )
    select week, stratum, sum(sign * exposed)::int as exposed, sum(sign * (1 - exposed))::int as twins
    from person group by week, stratum
    having sum(sign * exposed) <> 0 or sum(sign * (1 - exposed)) <> 0`);
}

async function sumWatch({ db }: Scope, roundDays: number, splits: readonly Split[]): Promise<void> {
  const comes = splits.length === 0 ? sql`` : sql`(enters, 1), `;
  await db.execute(sql`
    create temp table watch_move on commit drop as
    with seen as (select * from watched where out is null or out > day0),
    stay as (${staysOf(splits)}),
    changing as (select * from stay where leaves is not null or enters > day0),
    each as (
      select -1 as round, whole, cell, enters as day, sign, exposed, intense from stay
      union all
      select -1, whole, cell, leaves, -sign, exposed, intense from stay where leaves is not null
      union all
      select h.round, whole, cell, t.day, s.sign * t.way, s.exposed, s.intense
      from changing s cross join lateral (values ${comes}(leaves, -1)) as t (day, way)
      cross join lateral (values (0), ((t.day - s.day0) / ${roundDays}::int + 1)) as h (round)
      left join returned r on r.customer_id = s.customer_id and r.sign = s.sign and r.round = h.round
      where t.day > s.day0 and t.day > s.day0 + greatest(0, h.round - 1) * ${roundDays}::int and (r.day is null or r.day >= t.day)
    )
    select part, round, cell as stratum, day, sum(exposed)::int as exposed, sum(twins)::int as twins
    from (
      select round, whole, intense, cell, day, sum(sign * exposed) as exposed, sum(sign * (1 - exposed)) as twins
      from each group by round, whole, intense, cell, day
    ) alike cross join (values (0), (1), (2)) as p (part)
    where case part when 2 then whole when 1 then intense and not whole else not whole end
    group by part, round, cell, day having sum(exposed) <> 0 or sum(twins) <> 0`);
  await db.execute(sql`analyze watch_move`);
}

/** From when to when each one seen stands in a cell; `whole`: in the one of readings, all the time. */
function staysOf(splits: readonly Split[]): SQL {
  if (splits.length === 0)
    return sql`select *, stratum as cell, day0 as enters, out as leaves, false as whole from seen`;
  const edges = splits.map((each) => sql`(${maskOf(each)}::int, ${each.from}::date)`);
  return sql`
    select *, stratum as cell, day0 as enters, out as leaves, false as whole from seen where later = 0
    union all
    select s.*, ${cellOn(splits, sql`m.enters`)} as cell, m.enters, coalesce(m.next, s.out) as leaves, false as whole
    from seen s cross join lateral (
      select enters, lead(enters) over (order by enters) as next from (
        select s.day0 as enters union
        select e.day from (values ${sql.join(edges, sql`, `)}) as e (mask, day)
        where s.later & e.mask <> 0 and e.day > s.day0 and (s.out is null or e.day < s.out)
      ) days
    ) m
    where s.later <> 0
    union all
    select *, ${WHOLE_CELL}, day0, out, true from seen`;
}
