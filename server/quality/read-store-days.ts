import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import type { Week } from "./find-jumps";

/** Days of the calendar strip. */
export const STRIP = 91;

export interface StoreStrip {
  storeId: number;
  name: string;
  /** One letter a day, oldest first: o open, c closed, m missing, u unknown. */
  days: string;
  missing: number;
  completeThrough: string | null;
}

/** The last 13 weeks of every store that brought lines in them, those with most missing days first. `total`: of all pages. */
export async function readStrips(
  { db, workspaceId, today }: Scope,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ strips: StoreStrip[]; total: number }> {
  const rows = await db.execute<{
    id: string;
    name: string;
    days: string;
    missing: number;
    through: string | null;
    total: number;
  }>(sql`
    with known as (
      select store_id, day, status from store_day
      where workspace_id = ${workspaceId} and day > ${today}::date - ${STRIP}::int and day <= ${today}::date
    ),
    shown as (
      select t.id, t.name, t.complete_through, (select count(*) from known k where k.store_id = t.id and k.status = 'missing') as missing
      from store t
      where t.workspace_id = ${workspaceId} and exists (select 1 from known k where k.store_id = t.id)
    ),
    paged as (
      select *, count(*) over () as total from shown order by missing desc, name, id limit ${limit} offset ${offset}
    )
    select p.id, p.name, p.missing::int as missing, p.complete_through as through, p.total::int as total, (
      select string_agg(coalesce(left(k.status, 1), 'u'), '' order by g)
      from generate_series(${today}::timestamp - ${STRIP - 1} * interval '1 day', ${today}::timestamp, '1 day') g
      left join known k on k.store_id = p.id and k.day = g::date
    ) as days
    from paged p order by p.missing desc, p.name, p.id`);
  return {
    strips: rows.map((row) => ({
      ...{ storeId: Number(row.id), name: row.name, days: row.days, missing: row.missing },
      completeThrough: row.through,
    })),
    total: rows[0]?.total ?? 0,
  };
}

/** Weeks read: the last, the 12 before that are judged too, and the 26 before those. */
const WEEKS = 40;

/** Lines per ISO week and store, oldest first. */
export async function readStoreWeeks({
  db,
  workspaceId,
  today,
}: Scope): Promise<Map<number, { name: string; weeks: Week[] }>> {
  const rows = await db.execute<{
    id: string;
    name: string;
    week: string;
    lines: number;
    open_days: number | null;
  }>(sql`
    with weekly as (
      select store_id, date_trunc('week', day::timestamp)::date as week, sum(lines)::int as lines,
        count(*) filter (where status = 'open')::int as open_days, bool_and(status in ('open', 'closed')) and count(*) = 7 as whole
      from store_day
      where workspace_id = ${workspaceId} and day <= ${today}::date
        and day >= date_trunc('week', ${today}::timestamp)::date - 7 * ${WEEKS}::int
      group by 1, 2
    )
    select t.id, t.name, w.week, w.lines, case when w.whole then w.open_days end as open_days
    from weekly w join store t on t.workspace_id = ${workspaceId} and t.id = w.store_id order by t.name, t.id, w.week`);
  const stores = new Map<number, { name: string; weeks: Week[] }>();
  for (const { id, name, week, lines, open_days: openDays } of rows) {
    const store = stores.get(Number(id)) ?? { name, weeks: [] };
    stores.set(Number(id), store);
    store.weeks.push({ week, lines, openDays });
  }
  return stores;
}

export interface MissingStore {
  storeId: number;
  since: string;
  days: number;
}

/** Stores with missing days in the last 14 that their sources are complete for: a gap not yet given up, or a store that is silent. */
export async function readMissing({ db, workspaceId, today }: Scope): Promise<MissingStore[]> {
  const rows = await db.execute<{ store_id: string; since: string; days: number }>(sql`
    with recent as not materialized (
      select d.store_id, d.day, d.status, d.lines from store_day d join store t on t.workspace_id = d.workspace_id and t.id = d.store_id
      where d.workspace_id = ${workspaceId} and d.day <= least(t.complete_through, ${today}::date)
    ),
    faulty as (
      select r.store_id, min(r.day) as first from recent r
      join store t on t.workspace_id = ${workspaceId} and t.id = r.store_id
      where r.status = 'missing' and r.day > least(t.complete_through, ${today}::date) - 14
      group by r.store_id
    ),
    begun as (
      select f.store_id, coalesce((
        select min(m.day) from recent m where m.store_id = f.store_id and m.status = 'missing' and m.day <= f.first and m.day > coalesce((
          select max(o.day) from recent o where o.store_id = f.store_id and o.lines > 0 and o.day < f.first), date '1970-01-01')), f.first) as since
      from faulty f
    )
    select b.store_id, b.since, (select count(*)::int from recent m where m.store_id = b.store_id and m.status = 'missing' and m.day >= b.since) as days
    from begun b order by b.store_id`);
  return rows.map((row) => ({ storeId: Number(row.store_id), since: row.since, days: row.days }));
}
