import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import { frozenIn } from "./splits";

export interface CountQuestion {
  roundDays: number;
  /** All days are in the moves: what stands is replaced, not moved. */
  anew: boolean;
  /** Whether there are days on which people are not seen: `hidden_move` (sum-hidden.ts) says which. */
  gaps: boolean;
}

/** `fresh`: the days of the groups that move, from the first that does; `moving`: these groups and days. */
export async function drawUpDays({ db }: Scope, here: SQL, { roundDays, anew, gaps }: CountQuestion): Promise<void> {
  await db.execute(sql`drop table if exists pg_temp.moving, pg_temp.fresh, pg_temp.watch`);
  // A table: after a count from the start the planner takes the rows that it left for one.
  await db.execute(sql`
    create temp table watch on commit drop as
    select part, round, stratum, day, exposed, twins from stratum_watch where ${here}`);
  await db.execute(sql`analyze watch`);
  await db.execute(
    anew
      ? sql`
    create temp table moving on commit drop as
    select part, round, stratum, '-infinity'::date as from_day from event_move
    union select part, round, stratum, '-infinity'::date from stratum_day where ${here}`
      : sql`
    create temp table moving on commit drop as
    select part, round, stratum, min(day) as from_day from (
      select part, round, stratum, day from event_move
      union all select part, round, stratum, day from watch_move where round >= 0
      ${gaps ? sql`union all select part, round, stratum, day from hidden_move` : sql``}
      union all select d.part, d.round, d.stratum, w.day from watch_move w
        join (select distinct part, round, stratum from stratum_day where ${here}) d on d.part = w.part and d.stratum = w.stratum
        where w.round = -1
      union all select e.part, e.round, e.stratum, w.day from watch_move w
        join event_move e on e.part = w.part and e.stratum = w.stratum where w.round = -1
    ) moves group by part, round, stratum`,
  );
  await db.execute(sql`analyze moving`);
  const standing = anew
    ? sql``
    : sql`union all
      select part, round, stratum, d.day, d.events_exposed, d.events_twin
      from moving join stratum_day d using (part, round, stratum) where ${here} and d.day >= from_day`;
  await db.execute(sql`
    create temp table fresh on commit drop as
    with event as (
      select part, round, stratum, day, sum(exposed)::int as exposed, sum(twins)::int as twins
      from (select part, round, stratum, day, exposed, twins from event_move ${standing}) e
      group by part, round, stratum, day having sum(exposed) <> 0 or sum(twins) <> 0
    ),
    hidden as (select part, round, stratum, day, exposed, twins from stratum_hidden where ${here}),
    ${anew ? sql`` : lastDays(here)}
    opened as (
      select m.part, m.round, m.stratum, sum(w.exposed) as exposed, sum(w.twins) as twins
      from ${anew ? sql`moving` : sql`start`} m
      join (
        select ${frozenIn(sql`stratum`)} as frozen, min(day) as day0 from watch where part = 0 and round = -1 group by 1
      ) s on s.frozen = ${frozenIn(sql`m.stratum`)}
      join watch w on w.part = m.part and w.round = -1 and w.stratum = m.stratum
        and w.day <= s.day0 + greatest(0, m.round - 1) * ${roundDays}::int
      group by m.part, m.round, m.stratum
    ),
    before as (
      select part, round, stratum, sum(exposed) as exposed, sum(twins) as twins from (
        select part, round, stratum, exposed, twins from opened
        union all
        ${anew ? sql`select part, round, stratum, w.exposed, w.twins from moving join watch w using (part, round, stratum) where w.day < from_day` : sinceLast(here)}
      ) b group by part, round, stratum
    ),
    step as (
      select part, round, stratum, day, exposed as event_exposed, twins as event_twin, 0 as watch_exposed, 0 as watch_twin from event
      union all
      select part, round, stratum, w.day, 0, 0, w.exposed, w.twins from moving join watch w using (part, round, stratum)
      where w.day >= from_day
    ),
    day as (
      select part, round, stratum, day, sum(event_exposed)::int as event_exposed, sum(event_twin)::int as event_twin,
        sum(watch_exposed) as watch_exposed, sum(watch_twin) as watch_twin
      from step group by part, round, stratum, day
    ),
    run as (
      select *, sum(watch_exposed - event_exposed) over so_far + event_exposed as moved_exposed,
        sum(watch_twin - event_twin) over so_far + event_twin as moved_twin
      from day window so_far as (partition by part, round, stratum order by day)
    )
    select part, round, stratum, day,
      (coalesce(b.exposed, 0) + moved_exposed - coalesce(h.exposed, 0))::int as risk_exposed,
      (coalesce(b.twins, 0) + moved_twin - coalesce(h.twins, 0))::int as risk_twin, event_exposed, event_twin
    from run left join before b using (part, round, stratum) left join hidden h using (part, round, stratum, day)
    where event_exposed <> 0 or event_twin <> 0`);
  await db.execute(sql`analyze fresh`);
}

/**
 * `last`: the last day before those that move, with those left at risk at its end; `start`: groups that have none, or whose days
 * are kept as they were counted (the watch after them puts them right).
 */
const lastDays = (here: SQL) => sql`
    last as (
      select m.part, m.round, m.stratum, from_day, l.day, l.exposed, l.twins from moving m cross join lateral (
        select d.day, d.risk_exposed - d.events_exposed as exposed, d.risk_twin - d.events_twin as twins from stratum_day d
        where ${here} and d.part = m.part and d.round = m.round and d.stratum = m.stratum and d.day < m.from_day
        order by d.day desc limit 1) l
      where l.day > coalesce((select kept_through from cohort where ${here}), '-infinity'::date)
    ),
    start as (select * from moving where (part, round, stratum) not in (select part, round, stratum from last)),`;

/** What happened from the last day, or from the start, until the days that move; who was not seen on the last day is at risk again. */
const sinceLast = (here: SQL) => sql`
        select part, round, stratum, exposed, twins from last
        union all
        select part, round, stratum, h.exposed, h.twins from last join hidden h using (part, round, stratum, day)
        union all
        select part, round, stratum, w.exposed, w.twins from last l join watch w using (part, round, stratum)
        where w.day > l.day and w.day < from_day
        union all
        select part, round, stratum, w.exposed, w.twins from start join watch w using (part, round, stratum) where w.day < from_day
        union all
        select part, round, stratum, -d.events_exposed, -d.events_twin
        from start join stratum_day d using (part, round, stratum) where ${here} and d.day < from_day`;
