import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import type { ChangeRule } from "./change-rule";
import { addDays } from "./days";
import { LOOK_BACK, WAIT } from "./settings";

export interface Completeness {
  /** The last day up to which every day is complete for the stores that carry the comparison. */
  through: string;
  /** The store whose data are waited for, and since when; null = none. */
  waiting: { storeId: number; since: string } | null;
}

/**
 * The last complete day (D9): not after today, not after the day through which every source of purchases is complete, and
 * before the first day after day 0 on which a store that carries at least 1% of the comparison is missing or unknown. A day
 * without a row in store_day counts as open: its source says that it is complete. A missing day is waited for 14 days; if the
 * store's lines came again within them, it stays a gap of a day or two (a holiday, a quiet day) and the comparison goes on over
 * it: nobody of that store is seen on it in either arm. A store silent for longer holds the comparison up.
 */
export async function completeThrough(scope: Scope, { change, waves }: ChangeRule): Promise<Completeness> {
  const { db, workspaceId, today } = scope;
  const [source] = await db.execute<{ day: string | null }>(sql`
    select min(s.complete_through) as day from source s
    where s.workspace_id = ${workspaceId} and exists (
      select 1 from import_batch b
      where b.workspace_id = ${workspaceId} and b.source_id = s.id and b.kind = 'purchases' and b.state = 'done')`);
  const fed = source?.day && source.day < today ? source.day : today;
  const day0 = waves[0]?.day0;
  if (day0 === undefined) return { through: fed, waiting: null };
  const gap = await firstGap(scope, { changeId: change.id, revision: change.revision, day0, fed });
  if (!gap) return { through: fed, waiting: null };
  return { through: addDays(gap.day, -1), waiting: { storeId: Number(gap.store_id), since: gap.day } };
}

interface GapQuestion {
  changeId: number;
  revision: number;
  day0: string;
  fed: string;
}

/** The first missing or unknown day of a store that carries the comparison. Looked for only where some store has one. */
async function firstGap(scope: Scope, { changeId, revision, day0, fed }: GapQuestion) {
  const { db, workspaceId } = scope;
  const gaps = sql`
    select g.store_id, min(g.day) as day from store_day g
    where g.workspace_id = ${workspaceId} and g.day between ${day0}::date and ${fed}::date
      and (g.status = 'unknown' or g.status = 'missing' and (g.day > ${addDays(fed, -WAIT)}::date or not exists (
        select 1 from store_day later
        where later.workspace_id = g.workspace_id and later.store_id = g.store_id and later.lines > 0
          and later.day > g.day and later.day <= g.day + ${WAIT}::int)))
    group by g.store_id`;
  const [any] = await db.execute(sql`${gaps} limit 1`);
  if (!any) return null;
  const [gap] = await db.execute<{ store_id: string; day: string }>(sql`
    with carried as (
      select v.store_id, count(*) as occasions
      from cohort_member m join visit v using (workspace_id, customer_id)
      where m.workspace_id = ${workspaceId} and m.change_id = ${changeId} and m.revision = ${revision}
        and m.arm in ('exposed', 'twin') and v.sale_lines > 0
        and v.day between ${addDays(day0, -LOOK_BACK)}::date and ${addDays(day0, -1)}::date
      group by v.store_id
    )
    select g.store_id, g.day from (${gaps}) g join carried c using (store_id)
    where c.occasions >= 0.01 * (select sum(occasions) from carried)
    order by g.day, g.store_id limit 1`);
  return gap ?? null;
}
