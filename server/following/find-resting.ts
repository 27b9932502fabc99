import { type SQL, sql } from "drizzle-orm";
import { currentVersion } from "../customers/visit-version";
import { visitsStand } from "../customers/visits-stand";
import type { Scope } from "../scope";
import { FORM } from "./counting/counted-with";
import { movesStand } from "./counting/forget-moved";
import { LOOK_BACK, READING_VERSION, WAIT, WATCH } from "./settings";

/**
 * Changes of which nothing is to be done tonight: cancelled ones, or rolled back before anybody met them, without an open alarm; and those whose watch is over, counted and
 * read to its last day, where since then no visit of a member moved on their days, no store-day came in or went missing, no other
 * change begun meanwhile is another, no answers or contacts of these days came in. They are counted and read as of now: what moves
 * later is found by the next night, or asks for them itself.
 */
export async function findResting(scope: Scope): Promise<Set<number>> {
  const { db, workspaceId } = scope;
  await visitsStand(scope);
  await movesStand(scope);
  const version = await currentVersion(scope);
  const rows = await db.execute<{ id: number }>(sql`
    with ${overAndRead(scope)},
    ${touched(scope)}
    select id::int as id from finished where id not in (select id from moved_on) and id not in (select id from stores_moved)
      and ${othersAsLooked(workspaceId)} and ${nothingCameIn(workspaceId)}
    union all
    select c.id::int from change c
    where c.workspace_id = ${workspaceId} and ${noneOpen(workspaceId)} and (c.state = 'cancelled' or c.state = 'rolled_back'
      and c.end_actual <= least(c.start_actual, (select min(s.start_on) from change_scope s
        where s.workspace_id = ${workspaceId} and s.change_id = c.id and s.revision = c.revision)))`);
  const ids = rows.map(({ id }) => id);
  await db.execute(sql`
    update cohort k set counted_version = ${version}::bigint, read_version = ${version}::bigint
    from change c
    where k.workspace_id = ${workspaceId} and c.workspace_id = ${workspaceId} and c.id = k.change_id and c.revision = k.revision
      and c.state <> 'cancelled' and k.change_id = any(${`{${ids.join(",")}}`}::bigint[])
      and (k.counted_version <> ${version}::bigint or k.read_version <> ${version}::bigint)`);
  return new Set(ids);
}

const noneOpen = (workspaceId: number): SQL => sql`not exists (
  select from monitor m where m.workspace_id = ${workspaceId} and m.change_id = c.id and m.closed_on is null)`;

/** `finished`: counted and read up to the day on which their watch ended (closes-on.ts), all alarms closed. */
function overAndRead({ workspaceId, today }: Scope): SQL {
  return sql`closing as (
      select c.id, c.revision, c.state, c.end_actual, k.day0, k.counted_through, k.counted_with::jsonb as seen, k.counted_joined, k.carriers,
        k.later, least(k.counted_version, k.read_version) as version, (k.counts ->> 'matched')::int as matched,
        k.unmeasurable is not null or k.withheld is not null as unsaid, coalesce((
          select max(coalesce(s.start_on, c.start_actual, c.start_planned)) from change_scope s
          where s.workspace_id = ${workspaceId} and s.change_id = c.id and s.revision = c.revision and s.dimension = 'store'
        ), c.start_actual, c.start_planned) + least(${WATCH.most}::int, greatest(${WATCH.least}::int, 2 * k.horizon_days)) - 1 as watched_until
      from change c join cohort k on k.workspace_id = ${workspaceId} and k.change_id = c.id and k.revision = c.revision
      where c.workspace_id = ${workspaceId} and c.state in ('live', 'ended', 'rolled_back') and c.nature = 'change'
        and k.counted_with is not null and k.read_through = k.counted_through and k.counted_through <= ${today}::date
        and (k.read_with is not null or k.counts ->> 'matched' = '0') and ${noneOpen(workspaceId)}
    ),
    finished as (
      select * from closing c
      where counted_through = case when state = 'rolled_back' and end_actual <= watched_until then end_actual - 1 else watched_until end
        and (seen ->> 'form')::int = case when seen -> 'left' = '[]' and seen -> 'blank' = '[]' then ${FORM.plain}::int else ${FORM.gaps}::int end
        and (unsaid or exists (select from monitor m where m.workspace_id = ${workspaceId} and m.change_id = c.id
          and m.revision = c.revision and m.slice = 'all'))
        and (matched = 0 or exists (select from reading r where r.workspace_id = ${workspaceId} and r.subject = 'change:' || c.id
          and r.method = 'follow_rate' and r.slice = 'all' and r.revision = c.revision and r.version = ${READING_VERSION}::int))
    )`;
}

/** `moved_on`: a member's visits moved on their days, or on those before day 0; `stores_moved`: another store-day is missing. */
function touched({ workspaceId }: Scope): SQL {
  return sql`moved as (
      select v.customer_id, v.day, v.version from visit_moved v
      where v.workspace_id = ${workspaceId} and v.version > (select min(version) from finished)
    ),
    moved_on as (
      select o.id from moved v
      join cohort_member m on m.workspace_id = ${workspaceId} and m.customer_id = v.customer_id and m.arm in ('exposed', 'twin')
      join finished o on o.id = m.change_id and o.revision = m.revision
      where v.version > o.version and v.day between o.day0 - ${LOOK_BACK}::int and o.counted_through
      union
      select o.id from finished o cross join lateral jsonb_array_elements(o.counted_joined -> 'members') e
      join moved v on v.customer_id = (e ->> 1)::bigint
      where v.version > o.version and v.day between o.day0 - ${LOOK_BACK}::int and o.counted_through
    ),
    told as (
      select id, day0, counted_through, what, split_part(said, ' ', 1)::bigint as store_id, split_part(said, ' ', 2)::date as day
      from finished cross join lateral (
        select 'blank' as what, jsonb_array_elements_text(seen -> 'blank') as said
        union all select 'left', jsonb_array_elements_text(seen -> 'left')
      ) s
    ),
    missing as (
      select o.id, d.store_id, d.day from finished o join store_day d on d.workspace_id = ${workspaceId} and d.status = 'missing'
        and d.day between case when o.carriers is null then o.day0 - ${LOOK_BACK}::int else o.day0 end and o.counted_through
      where o.carriers is null or o.carriers @> to_jsonb(d.store_id)
    ),
    stores_moved as (
      select id from missing m where not exists (
        select from told t where t.id = m.id and t.store_id = m.store_id
          and (t.what = 'blank' and t.day = m.day or t.what = 'left' and t.day <= m.day))
      union
      select id from told t where what = 'blank' and not exists (
        select from missing m where m.id = t.id and m.store_id = t.store_id and m.day = t.day)
      union
      select id from told t where what = 'left' and exists (
        select from store_day d where d.workspace_id = ${workspaceId} and d.store_id = t.store_id and d.lines > 0
          and d.day between t.day and t.day + ${WAIT}::int)
    )`;
}

/** As later-changes.ts reads what else has begun. */
const othersAsLooked = (workspaceId: number): SQL => sql`coalesce(later -> 'looked', '[]') = (
  select coalesce(jsonb_agg(c.id || '.' || c.revision order by c.id), '[]') from change c
  where c.workspace_id = ${workspaceId} and c.nature = 'change' and c.id <> finished.id
    and c.state in ('live', 'ended', 'rolled_back') and c.start_actual <= finished.counted_through
    and (c.state <> 'rolled_back' or c.end_actual > greatest(c.start_actual, finished.day0))
    and (c.start_actual >= finished.day0 or exists (
      select from change_scope s where s.workspace_id = ${workspaceId} and s.change_id = c.id and s.revision = c.revision
        and s.start_on between finished.day0 and finished.counted_through)))`;

/** Visits say themselves what moved; answers and contacts do not. Since the change was last read; never where that is not known. */
const nothingCameIn = (workspaceId: number): SQL => sql`not exists (
  select from import_batch b where b.workspace_id = ${workspaceId} and b.kind <> 'purchases' and b.first_day <= finished.counted_through
    and greatest(b.finished_at, b.undone_at) >= coalesce((
      select max(r.started_at) from job_run r where r.workspace_id = ${workspaceId} and r.job = 'read-change'
        and r.subject = 'change:' || finished.id and r.state = 'done'), '-infinity'))`;
