import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import type { ChangeRule } from "./change-rule";

/**
 * Two temporary tables that all counting reads, so that the members are looked up once and the planner knows how many they are
 * (the application login may analyse its own tables only):
 * `watcher`: exposed and twins whose day 0 has come, `silent_from` their last occasion before it, `censored_on` if that day has come;
 * `stop`: their visits with a sale from day 0 to `through`, while under watch.
 */
export async function gatherMembers(scope: Scope, { change }: ChangeRule, through: string): Promise<void> {
  const { db, workspaceId } = scope;
  await db.execute(sql`drop table if exists pg_temp.watcher, pg_temp.stop`);
  await db.execute(sql`
    create temp table watcher on commit drop as
    select customer_id, wave, segment, stratum, arm = 'exposed' as exposed, day0, due_days,
      day0 - 1 - (t_total - t_x) as silent_from, case when censored_on <= ${through}::date then censored_on end as censored_on
    from cohort_member
    where workspace_id = ${workspaceId} and change_id = ${change.id} and revision = ${change.revision}
      and arm in ('exposed', 'twin') and day0 <= ${through}::date`);
  await db.execute(sql`analyze watcher`);
  await db.execute(sql`
    create temp table stop on commit drop as
    select m.customer_id, m.wave, m.stratum, m.exposed, v.day, v.day - m.day0 as since, v.occasion, v.store_id, v.channel
    from watcher m join visit v on v.workspace_id = ${workspaceId} and v.customer_id = m.customer_id
    where v.sale_lines > 0 and v.day between (select min(day0) from watcher) and ${through}::date
      and v.day >= m.day0 and (m.censored_on is null or v.day < m.censored_on)`);
  await db.execute(sql`analyze stop`);
}
