import { type SQL, sql } from "drizzle-orm";
import { bigints, words } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import { LOOK_BACK } from "../settings";
import type { Completeness } from "./complete-through";

/**
 * What missing data do to the members gathered (`watcher`, gather-members.ts), by their main store: the one of most days with a
 * purchase in the year before day 0.
 * A silent store's customers leave the comparison on its first silent day, in both arms, for good.
 * `unseen (matched_set, day)`: on a gap's days a customer of the store is not under watch, and neither is anybody of the same
 * matched set, so that what is seen of both arms stays alike.
 */
export async function gatherGaps(
  scope: Scope,
  { silent, gaps }: Pick<Completeness, "silent" | "gaps">,
  through: string,
): Promise<void> {
  const { db } = scope;
  await db.execute(sql`drop table if exists pg_temp.unseen`);
  await db.execute(sql`create temp table unseen (matched_set bigint, day date) on commit drop`);
  const left = silent.filter(({ since }) => since <= through);
  const blank = gaps.filter(({ day }) => day <= through);
  if (left.length + blank.length === 0) return;
  await gatherMainStores(scope);
  if (left.length > 0) {
    const since = left.map((store) => store.since);
    await db.execute(sql`
      update watcher w set censored_on = least(w.censored_on, greatest(s.since::date, w.day0))
      from main_store m, unnest(${bigints(left.map((store) => store.storeId))}, ${words(since)}) as s (store_id, since)
      where m.customer_id = w.customer_id and s.store_id = m.store_id`);
  }
  if (blank.length === 0) return;
  const days = blank.map(({ day }) => day);
  await db.execute(sql`
    insert into unseen
    select distinct w.matched_set, g.day::date
    from unnest(${bigints(blank.map(({ storeId }) => storeId))}, ${words(days)}) as g (store_id, day)
    join main_store m on m.store_id = g.store_id join watcher w using (customer_id)`);
  await db.execute(sql`analyze unseen`);
}

async function gatherMainStores({ db, workspaceId }: Scope): Promise<void> {
  await db.execute(sql`drop table if exists pg_temp.main_store`);
  await db.execute(sql`
    create temp table main_store on commit drop as
    select distinct on (w.customer_id) w.customer_id, v.store_id
    from watcher w join visit v on v.workspace_id = ${workspaceId} and v.customer_id = w.person
    where v.sale_lines > 0 and v.day between w.day0 - ${LOOK_BACK}::int and w.day0 - 1
    group by w.customer_id, v.store_id
    order by w.customer_id, count(distinct v.day) desc, v.store_id`);
  await db.execute(sql`analyze main_store`);
}

/** On a visit `v` of a member `m`: it is not on a day that is `unseen`. Nothing to look up where no day is. */
export async function isSeen(db: Scope["db"]): Promise<SQL> {
  const [row] = await db.execute<{ any: boolean }>(sql`select exists (select from unseen) as any`);
  if (row?.any !== true) return sql`true`;
  return sql`not exists (select from unseen u where u.matched_set = m.matched_set and u.day = v.day)`;
}
