import type { MergeTarget } from "./merge-catalogue";

/**
 * Says of each store and day whether it was open, closed, missing or unknown (D9), from the first day that a batch
 * touched to the last day known of: lines of the touched days are counted afresh, and every store of the source is
 * judged again from there on, because eight weeks before a day say how many lines to expect on it.
 *
 * open: lines came, or so few were expected (under 10) that none is no news. closed: outside the store's life, or no
 * line on 3 of the last 4 same weekdays (in a store's first 4 weeks: of the first 4). missing: 10 or more were expected
 * and none came though the source is complete. unknown: the source is not complete through that day.
 */
export async function judgeStoreDays(target: MergeTarget, firstDay: string): Promise<void> {
  const { sql, workspaceId, referencesId } = target;
  await sql.unsafe(countTouched, [workspaceId]);
  await sql.unsafe(judge, [workspaceId, referencesId, firstDay]);
}

const countTouched = `
  with touched as materialized (
    select distinct s.id as store_id, date '1970-01-01' + l.day_number as day
    from stage_line l join stage_store s on s.ordinal = l.store_ordinal where l.kind <> 'refused'
    union
    select store_id, day from stage_old
  )
  insert into store_day (workspace_id, store_id, day, status, lines)
  select $1, t.store_id, t.day, 'unknown', count(l.line_key)
  from touched t
  left join purchase_line l on l.workspace_id = $1 and l.store_id = t.store_id and l.day = t.day
  group by t.store_id, t.day
  on conflict (workspace_id, store_id, day) do update set lines = excluded.lines`;

const judge = `
  with feed as (
    select complete_through from source where workspace_id = $1 and id = $2
  ), shops as (
    select st.id as store_id, st.opened_on, st.closed_on, min(d.day) as first_day
    from store st join store_day d on d.workspace_id = st.workspace_id and d.store_id = st.id
    where st.workspace_id = $1 and st.source_id = $2 and d.lines > 0
    group by st.id, st.opened_on, st.closed_on
  ), horizon as (
    select greatest((select complete_through from feed), max(d.day)) as last_day
    from store_day d join shops using (store_id) where d.workspace_id = $1
  ), days as (
    select s.store_id, s.opened_on, s.closed_on, g::date as day, coalesce(d.lines, 0) as lines
    from shops s cross join horizon h
    cross join lateral generate_series(greatest(s.first_day, $3::date - 63), h.last_day, interval '1 day') g
    left join store_day d on d.workspace_id = $1 and d.store_id = s.store_id and d.day = g::date
  ), weekdays as (
    select *, avg(lines) over eight as expected, count(*) over four as before,
      count(*) filter (where lines = 0) over four as empty_before,
      count(*) over first_four as first_weeks, count(*) filter (where lines = 0) over first_four as empty_first
    from days
    window
      eight as (partition by store_id, extract(isodow from day) order by day rows between 8 preceding and 1 preceding),
      four as (partition by store_id, extract(isodow from day) order by day rows between 4 preceding and 1 preceding),
      first_four as (partition by store_id, extract(isodow from day) order by day rows between current row and 3 following)
  ), judged as (
    select w.*, case
      when w.lines > 0 and w.day <= f.complete_through then 'open'
      when w.lines > 0 then 'unknown'
      when w.day < w.opened_on or w.day > w.closed_on then 'closed'
      when w.before = 4 and w.empty_before >= 3 then 'closed'
      when w.before < 4 and w.first_weeks >= 3 and w.empty_first >= 3 then 'closed'
      when f.complete_through is null or w.day > f.complete_through then 'unknown'
      when w.expected >= 10 then 'missing'
      else 'open' end as status
    from weekdays w cross join feed f where w.day >= $3::date
  )
  insert into store_day (workspace_id, store_id, day, status, reason, lines, expected)
  select $1, store_id, day, status, null, lines, round(expected) from judged
  on conflict (workspace_id, store_id, day) do update
    set status = excluded.status, lines = excluded.lines, expected = excluded.expected`;
