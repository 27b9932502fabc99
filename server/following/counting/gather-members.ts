import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";
import { earlier } from "../days";
import { visitedWithin } from "../visited-within";
import type { Completeness } from "./complete-through";
import { gatherGaps, isSeen } from "./gather-gaps";
import { gatherJoined, type Joined, joinedRows } from "./gather-joined";
import { WHOLE_CELL } from "./splits";

/**
 * Two temporary tables that a count from the start and the readings read, so that the members are looked up once and the planner
 * knows how many they are (the application login may analyse its own tables only):
 * `watcher`: exposed and twins whose day 0 has come, `silent_from` their last occasion before it, `censored_on` if that day has come;
 * `stop`: their visits with a sale from day 0 to `through`, while under watch: not on days that are `unseen` (gather-gaps.ts).
 * Members who were joined are seen as gather-joined.ts says, which is handed back.
 */
export async function gatherMembers(
  scope: Scope,
  target: ChangeRule,
  through: string,
  data: Pick<Completeness, "silent" | "gaps">,
  known: Joined | null = null,
): Promise<Joined> {
  const { db, workspaceId } = scope;
  const { id, revision } = target.change;
  const joined = await gatherJoined(scope, { id, revision }, through, known);
  const first = earlier(through, ...target.waves.map(({ day0 }) => day0));
  await db.execute(sql`drop table if exists pg_temp.watcher, pg_temp.stop`);
  await db.execute(sql`
    create temp table watcher on commit drop as
    with watched as (
      select m.*, coalesce(j.person, m.customer_id) as person, least(m.censored_on, j.leaves_on) as leaves_on
      from cohort_member m left join (${joinedRows(joined)}) j using (customer_id)
      where m.workspace_id = ${workspaceId} and m.change_id = ${id} and m.revision = ${revision}
        and m.arm in ('exposed', 'twin') and m.day0 <= ${through}::date
    )
    select customer_id, person, wave, segment, stratum, later, ${WHOLE_CELL} as cell, matched_set, arm = 'exposed' as exposed, intense, day0, due_days,
      main_store_id, main_category_id, main_channel,
      day0 - 1 - (t_total - t_x) as silent_from, case when leaves_on <= ${through}::date then leaves_on end as censored_on
    from watched`);
  await db.execute(sql`analyze watcher`);
  await gatherGaps(scope, data, through);
  await db.execute(sql`
    create temp table stop on commit drop as
    select m.customer_id, m.wave, m.exposed, m.intense, v.day, v.day - m.day0 as since, v.occasion, v.store_id, v.channel
    from watcher m join visit v on v.workspace_id = ${workspaceId} and v.customer_id = m.person
    where v.sale_lines > 0 and ${visitedWithin(first, through)}
      and v.day >= m.day0 and (m.censored_on is null or v.day < m.censored_on)
      and ${await isSeen(db)}`);
  await db.execute(sql`analyze stop`);
  return joined;
}
