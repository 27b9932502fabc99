import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";
import type { Cohort } from "../cohort/open-cohort";
import type { Completeness } from "./complete-through";
import { gatherAbsent, storesStand } from "./gather-absent";
import { type Joined, joinedRows } from "./gather-joined";
import { type KeptDays, keepDays } from "./keep-days";
import { splitsOf } from "./splits";
import { sumHidden } from "./sum-hidden";
import { sumMoves } from "./sum-moves";

/** What stands: counted up to this day, with the visits as of this version, these members joined; and what is asked for now. */
export interface Counted {
  from: string;
  version: number;
  joined: Joined;
}
export interface Asked {
  through: string;
  joined: Joined;
}

/**
 * Counts what came since `counted`: the returns of the new days, and over all days those members whose visits moved on a day that
 * was counted or who are joined into another, as they were counted against as they are now. Nobody else is looked at. `missing`: the
 * gaps and silent stores of a change, the same as when it was counted; null = none. Equals count-days.ts (count-moves.db.test.ts).
 * @returns null where the moves do not fit to what stands
 */
export async function countMoves(
  scope: Scope,
  target: ChangeRule,
  { roundDays, day0, later }: Pick<Cohort, "roundDays" | "day0" | "later">,
  counted: Counted,
  asked: Asked,
  missing: Pick<Completeness, "silent" | "gaps"> | null,
): Promise<KeptDays | null> {
  if (missing !== null && !(await storesStand(scope, target, day0, counted, asked))) return null;
  await gatherMoved(scope, day0, counted);
  await gatherAffected(scope, target, counted, asked);
  if (missing !== null) await gatherAbsent(scope, target, counted, { ...asked, data: missing });
  await gatherWatched(scope);
  const question = { ...asked, gaps: missing !== null };
  await gatherReturns(scope, day0, counted, question);
  if (counted.from < asked.through) await gatherNewDays(scope, target, counted, question);
  await scope.db.execute(sql`analyze came`);
  const splits = splitsOf({ later });
  await sumMoves(scope, roundDays, splits);
  if (missing !== null) await sumHidden(scope, roundDays, splits);
  return keepDays(scope, target, { roundDays, anew: false, gaps: missing !== null });
}

/** `moved`: days that were counted and moved since; `before` = whether the day was an occasion then. */
async function gatherMoved({ db, workspaceId }: Scope, day0: string, counted: Counted): Promise<void> {
  await db.execute(sql`drop table if exists pg_temp.moved`);
  await db.execute(sql`
    create temp table moved on commit drop as
    select distinct on (customer_id, day) customer_id, day, before from visit_moved
    where workspace_id = ${workspaceId} and version > ${counted.version}::bigint and day between ${day0}::date and ${counted.from}::date
    order by customer_id, day, version`);
  await db.execute(sql`analyze moved`);
}

/** `affected`: members to be counted again, by whose visits and until when, then and now. */
async function gatherAffected(
  { db, workspaceId }: Scope,
  { change }: ChangeRule,
  counted: Counted,
  asked: Asked,
): Promise<void> {
  await db.execute(sql`drop table if exists pg_temp.affected`);
  await db.execute(sql`
    create temp table affected on commit drop as
    with tied as (
      select customer_id, coalesce(f.person, customer_id) as old_person, f.leaves_on as old_leaves,
        coalesce(j.person, customer_id) as person, j.leaves_on
      from (${joinedRows(asked.joined)}) j full join (${joinedRows(counted.joined)}) f using (customer_id)
    ),
    each as (
      select * from tied
      union all
      select distinct customer_id, customer_id, null::date, customer_id, null::date from moved
      where customer_id not in (select customer_id from tied)
    )
    select e.customer_id, m.matched_set, m.stratum, m.later, (m.arm = 'exposed')::int as exposed, m.intense, m.day0, e.old_person, e.person,
      case when least(m.censored_on, e.old_leaves) <= ${counted.from}::date then least(m.censored_on, e.old_leaves) end as old_out,
      case when least(m.censored_on, e.leaves_on) <= ${asked.through}::date then least(m.censored_on, e.leaves_on) end as out
    from each e cross join lateral (
      select * from cohort_member o where ${memberIs(workspaceId, sql`e.customer_id`, change)} limit 1) m
    where m.arm in ('exposed', 'twin') and m.day0 <= ${counted.from}::date`);
  await db.execute(sql`analyze affected`);
}

/** `watched`: when those affected are under watch (sign 1) and when they were (-1). */
async function gatherWatched({ db }: Scope): Promise<void> {
  await db.execute(sql`drop table if exists pg_temp.watched`);
  await db.execute(sql`
    create temp table watched on commit drop as
    select customer_id, 1 as sign, stratum, later, exposed, intense, day0, out, matched_set from affected
    union all
    select customer_id, -1, stratum, later, exposed, intense, day0, old_out, matched_set from affected`);
}

/**
 * One member `o`, looked up by who they are: change and revision are compared as a pair, so that the key of members serves it to
 * the end, and no index of whole changes, whatever the planner believes to know of a change whose members have just been written.
 */
function memberIs(
  workspaceId: number,
  customer: SQL,
  { id, revision }: Pick<ChangeRule["change"], "id" | "revision">,
): SQL {
  return sql`o.workspace_id = ${workspaceId} and o.customer_id = ${customer}
    and (o.change_id, o.revision) >= (${id}::bigint, ${revision}::int) and (o.change_id, o.revision) <= (${id}::bigint, ${revision}::int)`;
}

/** `came`: the occasions of those affected while under watch, as they are (sign 1) and as they were counted (-1). */
async function gatherReturns(
  { db, workspaceId }: Scope,
  day0: string,
  counted: Counted,
  asked: Asked & { gaps: boolean },
): Promise<void> {
  const seen = asked.gaps
    ? sql`and not exists (select from unseen u where u.matched_set = a.matched_set and u.day = o.day)`
    : sql``;
  await db.execute(sql`drop table if exists pg_temp.came`);
  await db.execute(sql`
    create temp table came on commit drop as
    with person as (select person as customer_id from affected union select old_person from affected),
    stands as (
      select v.customer_id, v.day from person p join visit v on v.workspace_id = ${workspaceId} and v.customer_id = p.customer_id
      where v.occasion and v.day between ${day0}::date and ${asked.through}::date
    ),
    occasion as (
      select customer_id as person, day, s.here is not null as now,
        day <= ${counted.from}::date and coalesce(m.before, s.here is not null) as then
      from (select customer_id, day, true as here from stands) s
      full join (select m.* from moved m join person using (customer_id)) m using (customer_id, day)
    )
    select a.customer_id, 1 as sign, a.stratum, a.later, a.exposed, a.intense, a.day0, a.out, o.day, null::date as prev
    from affected a join occasion o on o.person = a.person
    where o.now and o.day >= a.day0 and (a.out is null or o.day < a.out) ${seen}
    union all
    select a.customer_id, -1, a.stratum, a.later, a.exposed, a.intense, a.day0, a.old_out, o.day, null
    from affected a join occasion o on o.person = a.old_person
    where o.then and o.day >= a.day0 and (a.old_out is null or o.day < a.old_out) ${seen}`);
}

/**
 * Adds to `came` the occasions of everybody else on the days after those counted, with the last one that was counted. Each who came
 * is looked up among the members by themselves, in the order in which members are kept: members are many, who came on a day are few.
 */
async function gatherNewDays(
  { db, workspaceId }: Scope,
  { change }: ChangeRule,
  counted: Counted,
  asked: Asked & { gaps: boolean },
): Promise<void> {
  const [seen, stayed] = asked.gaps
    ? [
        sql`and not exists (select from unseen u where u.matched_set = m.matched_set and u.day = p.day)`,
        sql`and not exists (select from watcher w where w.customer_id = v.customer_id and w.censored_on <= v.day)`,
      ]
    : [sql``, sql``];
  await db.execute(sql`
    insert into came
    select m.customer_id, 1, m.stratum, m.later, (m.arm = 'exposed')::int, m.intense, m.day0,
      case when m.censored_on <= ${asked.through}::date then m.censored_on end, v.day, (
        select max(p.day) from visit p where p.workspace_id = ${workspaceId} and p.customer_id = m.customer_id
          and p.day >= m.day0 and p.day <= ${counted.from}::date and p.occasion ${seen})
    from (
      select customer_id, day from visit
      where workspace_id = ${workspaceId} and day > ${counted.from}::date and day <= ${asked.through}::date and occasion
      order by customer_id) v
    cross join lateral (select * from cohort_member o where ${memberIs(workspaceId, sql`v.customer_id`, change)} limit 1) m
    where m.arm in ('exposed', 'twin') and v.day >= m.day0 and (m.censored_on is null or v.day < m.censored_on)
      and not exists (select from affected a where a.customer_id = v.customer_id) ${stayed}`);
}
