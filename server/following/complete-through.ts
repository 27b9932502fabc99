import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import type { ChangeRule } from "./change-rule";
import { addDays } from "./days";

export interface Completeness {
  /** The last day up to which every day is complete for the stores that carry the comparison. */
  through: string;
  /** The store whose data are waited for, and since when; null = none. */
  waiting: { storeId: number; since: string } | null;
}

/**
 * The last complete day (D9): not after today, not after the day through which every source of purchases is complete, and
 * before the first day after day 0 on which a store that carries at least 1% of the comparison is missing or unknown. A day
 * without a row in store_day counts as open: its source says that it is complete.
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
  const [gap] = await db.execute<{ store_id: string; day: string }>(sql`
    with carried as (
      select v.store_id, count(*) as occasions
      from cohort_member m join visit v using (workspace_id, customer_id)
      where m.workspace_id = ${workspaceId} and m.change_id = ${change.id} and m.revision = ${change.revision}
        and m.arm in ('exposed', 'twin') and v.sale_lines > 0 and v.day between ${addDays(day0, -365)}::date and ${addDays(day0, -1)}::date
      group by v.store_id
    ),
    carrier as (select store_id from carried where occasions >= 0.01 * (select sum(occasions) from carried))
    select d.store_id, d.day from store_day d join carrier using (store_id)
    where d.workspace_id = ${workspaceId} and d.day between ${day0}::date and ${fed}::date and d.status in ('missing', 'unknown')
    order by d.day, d.store_id limit 1`);
  if (!gap) return { through: fed, waiting: null };
  return { through: addDays(gap.day, -1), waiting: { storeId: Number(gap.store_id), since: gap.day } };
}
