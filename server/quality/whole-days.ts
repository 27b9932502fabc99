import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/** Days back in which a shop must carry lines to count. */
const RECENT = 91;

/**
 * The last day up to which the rows of every shop that carries at least 1% of the recent lines are in, if none of the `days` up to it
 * is missing in such a shop; else null. What is read as "did not come" must not be "has not been sent yet" (D9).
 */
export async function lastWholeDay({ db, workspaceId, today }: Scope, days: number): Promise<string | null> {
  const [row] = await db.execute<{ day: string | null; missing: boolean | null }>(sql`
    with sold as (
      select store_id, sum(lines) / sum(sum(lines)) over () as share from store_day
      where workspace_id = ${workspaceId} and day > ${today}::date - ${RECENT}::int and day <= ${today}::date and lines > 0
      group by store_id
    ),
    carrier as (
      select t.id, least(${today}::date, coalesce(t.complete_through, s.complete_through, ${today}::date)) as fed
      from sold c
      join store t on t.workspace_id = ${workspaceId} and t.id = c.store_id
      join source s on s.workspace_id = t.workspace_id and s.id = t.source_id
      where c.share >= 0.01
    ),
    whole as (
      select coalesce(min(fed), least(${today}::date, (select min(complete_through) from source where workspace_id = ${workspaceId}))) as day
      from carrier
    )
    select w.day::text as day, exists (
      select from store_day d join carrier c on c.id = d.store_id
      where d.workspace_id = ${workspaceId} and d.status = 'missing' and d.day > w.day - ${days}::int and d.day <= w.day) as missing
    from whole w`);
  return row?.day && !row.missing ? row.day : null;
}
