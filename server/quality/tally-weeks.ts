import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/** Purchases of one store in one ISO week by one source: lines, sales and of these the ones with an identity, minor units. */
export interface SalesWeek {
  storeId: number;
  sourceId: number;
  week: string;
  lines: number;
  revenue: number;
  identified: number;
}

/** Weeks read: the one that is judged and the 26 before. */
const WEEKS = 27;

/**
 * The last 27 ISO weeks of every store, up to the scope's today. They are kept in `store_week`; of the lines themselves only those
 * weeks are read again that came to another number of lines (`store_day`), or whose days a batch held that has come in, or was taken
 * back, since they were counted.
 */
export async function tallyWeeks(scope: Scope): Promise<SalesWeek[]> {
  const { db, workspaceId, today, now } = scope;
  const from = sql`(date_trunc('week', ${today}::timestamp)::date - 7 * ${WEEKS - 1}::int)`;
  await db.execute(sql`drop table if exists pg_temp.moved_week`);
  await db.execute(sql`
    create temp table moved_week on commit drop as
    with kept as (
      select store_id, week, sum(lines) as lines, min(counted_at) as counted_at from store_week
      where workspace_id = ${workspaceId} and week >= ${from} group by store_id, week
    ),
    come as (
      select store_id, date_trunc('week', day::timestamp)::date as week, sum(lines) as lines from store_day
      where workspace_id = ${workspaceId} and day between ${from} and ${today}::date and lines > 0 group by 1, 2
    ),
    batch as (
      select first_day, last_day, greatest(finished_at, undone_at) as moved_at from import_batch
      where workspace_id = ${workspaceId} and kind = 'purchases' and last_day >= ${from}
    )
    select store_id, week from kept full join come using (store_id, week)
    where kept.lines is distinct from come.lines or exists (
      select from batch b where b.moved_at >= kept.counted_at and b.first_day <= week + 6 and b.last_day >= week)`);
  await db.execute(sql`analyze moved_week`);
  await db.execute(sql`
    delete from store_week w where w.workspace_id = ${workspaceId} and (w.week < ${from} or exists (
      select from moved_week m where m.store_id = w.store_id and m.week = w.week))`);
  const most = await movedMost(scope);
  const week = most ? sql`${from} + (l.day - ${from}) / 7 * 7` : sql`m.week`;
  const lines = most
    ? sql`purchase_line l where l.workspace_id = ${workspaceId} and l.day between ${from} and ${today}::date`
    : sql`moved_week m join purchase_line l on l.workspace_id = ${workspaceId} and l.store_id = m.store_id
        and l.day between m.week and least(m.week + 6, ${today}::date)`;
  await db.execute(sql`
    with tallied as materialized (
      select l.store_id, ${week} as week, l.source_id, count(*) as lines,
        coalesce(sum(l.amount_minor) filter (where l.kind = 'sale' and l.amount_minor > 0), 0) as revenue,
        coalesce(sum(l.amount_minor) filter (where l.kind = 'sale' and l.amount_minor > 0 and l.identity_hash is not null), 0)
          as identified
      from ${lines}
      group by 1, 2, 3
    )
    insert into store_week (workspace_id, store_id, week, source_id, lines, revenue, identified, counted_at)
    select ${workspaceId}::int, t.store_id, t.week, t.source_id, t.lines, t.revenue, t.identified, ${now.toISOString()}::timestamptz
    from tallied t join moved_week m using (store_id, week)`);
  const rows = await db.execute<{ week: string } & Record<string, string>>(sql`
    select store_id, source_id, week, lines, revenue, identified from store_week
    where workspace_id = ${workspaceId} order by store_id, source_id, week`);
  return rows.map(({ store_id, source_id, week, lines, revenue, identified }) => ({
    ...{ storeId: Number(store_id), sourceId: Number(source_id), week },
    ...{ lines: Number(lines), revenue: Number(revenue), identified: Number(identified) },
  }));
}

/** Whether most weeks moved: all lines of these weeks are then read in the order in which they lie, not store by store. */
async function movedMost({ db, workspaceId }: Scope): Promise<boolean> {
  const [row] = await db.execute<{ most: boolean }>(sql`
    select (select count(*) from moved_week) > (select count(*) from store_week where workspace_id = ${workspaceId}) as most`);
  return row?.most === true;
}
