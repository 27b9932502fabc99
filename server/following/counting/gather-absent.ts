import { sql } from "drizzle-orm";
import { words } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";
import { LOOK_BACK } from "../settings";
import type { Completeness } from "./complete-through";
import type { Asked, Counted } from "./count-moves";
import { gatherGaps } from "./gather-gaps";
import { joinedRows } from "./gather-joined";

/**
 * Whether somebody's main store can be another than when the days were counted: members were joined or parted since, or visits of a
 * member moved on a day before day 0.
 */
export async function storesStand(
  { db, workspaceId }: Scope,
  { change }: ChangeRule,
  day0: string,
  counted: Counted,
  asked: Asked,
): Promise<boolean> {
  if (counted.joined.stamp !== asked.joined.stamp) return false;
  const [row] = await db.execute<{ moved: boolean }>(sql`
    select exists (
      select from visit_moved v
      where v.workspace_id = ${workspaceId} and v.version > ${counted.version}::bigint
        and v.day between ${day0}::date - ${LOOK_BACK}::int and ${counted.from}::date
        and (v.customer_id in (select person from (${joinedRows(asked.joined)}) j) or exists (
          select from cohort_member m where m.workspace_id = ${workspaceId} and m.customer_id = v.customer_id
            and m.change_id = ${change.id} and m.revision = ${change.revision} and m.arm in ('exposed', 'twin') and v.day < m.day0))
    ) as moved`);
  return row?.moved !== true;
}

/**
 * What missing data do (gather-gaps.ts) to those whom a count of moves looks at: the members `affected` and those who came on the
 * days after those counted. `watcher`: these, and for each who came on a gap's day the whole of their matched set, `censored_on` the
 * day on which they left with their silent store; `unseen` as said there.
 */
export async function gatherAbsent(
  scope: Scope,
  { change }: ChangeRule,
  counted: Counted,
  { through, joined, data }: Asked & { data: Pick<Completeness, "silent" | "gaps"> },
): Promise<void> {
  const { db, workspaceId } = scope;
  const blank = [...new Set(data.gaps.map(({ day }) => day).filter((day) => day <= through))];
  await db.execute(sql`drop table if exists pg_temp.looked_at, pg_temp.watcher`);
  await db.execute(sql`
    create temp table looked_at on commit drop as
    with newcomer as (
      select distinct m.customer_id, m.matched_set, m.day0
      from visit v join cohort_member m on m.workspace_id = ${workspaceId} and m.customer_id = v.customer_id
        and m.change_id = ${change.id} and m.revision = ${change.revision}
      where v.workspace_id = ${workspaceId} and v.day > ${counted.from}::date and v.day <= ${through}::date and v.occasion
        and m.arm in ('exposed', 'twin')
    )
    select customer_id, matched_set, exists (
      select from visit p where p.workspace_id = ${workspaceId} and p.customer_id = n.customer_id and p.occasion and p.day >= n.day0
        and p.day = any(${words(blank)}::date[])) as with_set
    from newcomer n
    union select customer_id, matched_set, true from affected`);
  await db.execute(sql`analyze looked_at`);
  await db.execute(sql`
    create temp table watcher on commit drop as
    select m.customer_id, coalesce(j.person, m.customer_id) as person, m.matched_set, m.day0, null::date as censored_on
    from cohort_member m left join (${joinedRows(joined)}) j using (customer_id)
    where m.workspace_id = ${workspaceId} and m.change_id = ${change.id} and m.revision = ${change.revision}
      and m.arm in ('exposed', 'twin') and m.day0 <= ${through}::date
      and (m.customer_id in (select customer_id from looked_at) or m.matched_set in (select matched_set from looked_at where with_set))`);
  await db.execute(sql`analyze watcher`);
  await gatherGaps(scope, data, through);
  await db.execute(sql`
    update affected a set out = least(a.out, w.censored_on), old_out = least(a.old_out, w.censored_on)
    from watcher w where w.customer_id = a.customer_id and w.censored_on is not null`);
}
