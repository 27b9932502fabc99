import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "../scope";
import type { ChangeRule } from "./change-rule";
import type { Completeness } from "./complete-through";
import { gatherGaps } from "./gather-gaps";

/**
 * Two temporary tables that all counting reads, so that the members are looked up once and the planner knows how many they are
 * (the application login may analyse its own tables only):
 * `watcher`: exposed and twins whose day 0 has come, `silent_from` their last occasion before it, `censored_on` if that day has come;
 * `stop`: their visits with a sale from day 0 to `through`, while under watch: not on days that are `unseen` (gather-gaps.ts).
 * A member who was joined into another customer is seen by that person's visits. Members who are one person count once: of one
 * arm the one with the lower id goes on, of two arms neither does, from the day they were joined; until then both are seen.
 */
export async function gatherMembers(
  scope: Scope,
  { change }: ChangeRule,
  through: string,
  data: Completeness,
): Promise<void> {
  const { db, workspaceId } = scope;
  await db.execute(sql`drop table if exists pg_temp.watcher, pg_temp.stop`);
  await db.execute(sql`
    create temp table watcher on commit drop as
    with recursive ${personOf(scope)},
    member as (
      select m.*, coalesce(p.person, m.customer_id) as person from cohort_member m
      left join person_of p on p.customer_id = m.customer_id
      where m.workspace_id = ${workspaceId} and m.change_id = ${change.id} and m.revision = ${change.revision}
        and m.arm in ('exposed', 'twin') and m.day0 <= ${through}::date
    ),
    shared as (
      select person from member group by person having count(*) > 1
    ),
    reached as (
      select m.customer_id, m.arm, m.customer_id as place, '-infinity'::date as since from member m join shared using (person)
      union all
      select m.customer_id, m.arm, w.place, w.since from member m join shared using (person)
      join way w on w.customer_id = m.customer_id
    ),
    left_on as (
      select one.customer_id, min(greatest(one.since, other.since)) as day
      from reached one join reached other using (place)
      where one.customer_id <> other.customer_id and (one.arm <> other.arm or other.customer_id < one.customer_id)
      group by one.customer_id
    ),
    watched as (
      select m.*, least(m.censored_on, case when l.day is not null then greatest(l.day, m.day0) end) as leaves_on
      from member m left join left_on l using (customer_id)
    )
    select customer_id, person, wave, segment, stratum, matched_set, arm = 'exposed' as exposed, day0, due_days,
      day0 - 1 - (t_total - t_x) as silent_from, case when leaves_on <= ${through}::date then leaves_on end as censored_on
    from watched`);
  await db.execute(sql`analyze watcher`);
  await gatherGaps(scope, data, through);
  await db.execute(sql`
    create temp table stop on commit drop as
    select m.customer_id, m.wave, m.stratum, m.exposed, v.day, v.day - m.day0 as since, v.occasion, v.store_id, v.channel
    from watcher m join visit v on v.workspace_id = ${workspaceId} and v.customer_id = m.person
    where v.sale_lines > 0 and v.day between (select min(day0) from watcher) and ${through}::date
      and v.day >= m.day0 and (m.censored_on is null or v.day < m.censored_on)
      and not exists (select 1 from unseen u where u.matched_set = m.matched_set and u.day = v.day)`);
  await db.execute(sql`analyze stop`);
}

/**
 * `way(customer_id, place, since)`: every customer whom somebody was joined into, at once or by others, and from which day on;
 * `person_of(customer_id, person)`: who each of the joined is now.
 */
export function personOf({ workspaceId }: Scope): SQL {
  return sql`
    joined as (
      select from_customer, into_customer, joined_on from customer_join
      where workspace_id = ${workspaceId} and state in ('joined', 'parting')
    ),
    way as (
      select from_customer as customer_id, into_customer as place, joined_on as since from joined
      union all
      select w.customer_id, j.into_customer, greatest(w.since, j.joined_on)
      from way w join joined j on j.from_customer = w.place
    ),
    person_of as (
      select w.customer_id, w.place as person from way w where not exists (select 1 from joined j where j.from_customer = w.place)
    )`;
}
