import { settingsOf } from "../workspaces/settings";
import type { MergeTarget } from "./merge-catalogue";
import { judgeFeeds } from "./store-feeds";

type Target = Pick<MergeTarget, "sql" | "workspaceId">;

/** After an import of purchases: the days that it touched, and those of stores that are complete through another day now. */
export async function judgeStoreDays(target: Target): Promise<void> {
  await recountDays(target, stagedDays);
  await judge(target, `select store_id, min(day) from (${stagedDays}) touched group by store_id`);
}

/** The same for all stores of the source that names them, from one day on: their life or hours, or the days of lines, are others. */
export async function judgeFrom(target: Target & Pick<MergeTarget, "referencesId">, firstDay: string): Promise<void> {
  const { workspaceId, referencesId } = target;
  await judge(target, `select id, $1::date from store where workspace_id = $2 and source_id = $3`, [
    firstDay,
    workspaceId,
    referencesId,
  ]);
}

/** Counts the lines of these days afresh. `days`: SQL that gives (store_id, day). */
export async function recountDays({ sql, workspaceId }: Target, days: string): Promise<void> {
  await sql.unsafe(
    `insert into store_day (workspace_id, store_id, day, status, lines)
     select $1, t.store_id, t.day, 'unknown', count(l.line_key)
     from (select distinct store_id, day from (${days}) named) t
     left join purchase_line l on l.workspace_id = $1 and l.store_id = t.store_id and l.day = t.day
     group by t.store_id, t.day
     on conflict (workspace_id, store_id, day) do update set lines = excluded.lines`,
    [workspaceId],
  );
}

const stagedDays = `
  select s.id as store_id, date '1970-01-01' + l.day_number as day
  from stage_line l join stage_store s on s.ordinal = l.store_ordinal where l.kind <> 'refused'
  union
  select store_id, day from stage_old`;

/**
 * Says of each store from a day on whether it was open, closed, missing or unknown (D9). In whatever order days are touched, they
 * are what all lines at once would give. `stores`: SQL that gives (store_id, from_day).
 *
 * open: lines came, or so few were expected (under the setting `minExpectedLines`) that none is no news. closed: outside the
 * store's life (for one with a successor: after its last lines), by its hours, or where hours say nothing no line on 3 of the
 * last 4 same weekdays (in a store's first 4 weeks: of the first 4). missing: enough were expected, as the mean of 8 same
 * weekdays, and none came though the store's sources are complete; and every day from the 15th without lines on (reason
 * `silent`), where the 8 weeks before would have brought enough in 14 days. Silent days are no baseline. unknown: not complete
 * through that day.
 */
async function judge({ sql, workspaceId }: Target, stores: string, values: (string | number)[] = []): Promise<void> {
  await sql.unsafe("drop table if exists judged_store, judged_span");
  await sql.unsafe("create temp table judged_store (store_id bigint, from_day date) on commit drop");
  await sql.unsafe(`insert into judged_store ${stores}`, values);
  const moved = await judgeFeeds({ sql, workspaceId });
  await sql.unsafe(
    `insert into judged_store select m.store_id, m.from_day
     from jsonb_to_recordset($1::jsonb) as m(store_id bigint, from_day date)`,
    [JSON.stringify(moved)],
  );
  const [row] = await sql.unsafe<{ settings: Record<string, unknown> }[]>(
    "select settings from workspace where id = $1",
    [workspaceId],
  );
  const { minExpectedLines } = settingsOf({ settings: row?.settings ?? {} });
  await sql.unsafe(readSpans, [workspaceId]);
  await sql.unsafe(writeJudged, [workspaceId, minExpectedLines]);
  await sql.unsafe(forget, [workspaceId]);
}

/** Where to read and from where to judge: a store's first 7 weeks look ahead; later days need 12 weeks that were not silent. */
const readSpans = `
  create temp table judged_span on commit drop as
  with shop as (
    select st.id as store_id, st.opened_on, st.hours, st.complete_through, life.first_day,
      coalesce(st.closed_on, case when st.successor_id is not null then life.last_day end) as closed_on,
      greatest(st.complete_through, life.last_day) as horizon,
      case when j.from_day < life.first_day + 49 then life.first_day else j.from_day end as from_day
    from (select store_id, min(from_day) as from_day from judged_store group by store_id) j
    join store st on st.workspace_id = $1 and st.id = j.store_id
    cross join lateral (
      select min(d.day) as first_day, max(d.day) as last_day from store_day d
      where d.workspace_id = $1 and d.store_id = st.id and d.lines > 0
    ) life
  )
  select s.*, coalesce((
    select min(recent.day) from (
      select d.day from store_day d
      where d.workspace_id = $1 and d.store_id = s.store_id and d.day < s.from_day and d.day >= s.first_day
        and d.reason is distinct from 'silent'
      order by d.day desc limit 84
    ) recent), s.first_day) as read_from
  from shop s`;

const writeJudged = `
  with days as (
    select s.store_id, s.from_day, s.opened_on, s.closed_on, s.complete_through, g::date as day,
      coalesce(d.lines, 0) as lines, coalesce(s.hours->to_char(g, 'YYYY-MM-DD'),
        s.hours->to_char(g, 'MM-DD'), s.hours->(extract(isodow from g)::text), case when s.hours is not null then '[]'::jsonb end) as hours
    from judged_span s
    cross join lateral generate_series(s.read_from, s.horizon, interval '1 day') g
    left join store_day d on d.workspace_id = $1 and d.store_id = s.store_id and d.day = g::date
  ), runs as (
    select *, sum(lines) over (partition by store_id order by day rows between 55 preceding and current row) as eight_weeks,
      count(*) filter (where lines > 0) over (partition by store_id order by day) as run
    from days
  ), told as (
    select *, first_value(eight_weeks) over since / 56.0 as a_day,
      lines = 0 and day - first_value(day) over since > 14 and first_value(eight_weeks) over since / 4.0 >= $2 as silent
    from runs window since as (partition by store_id, run order by day)
  ), weekdays as (
    select *, avg(lines) over eight as expected, count(*) over four as before,
      count(*) filter (where lines = 0) over four as empty_before,
      count(*) over first_four as first_weeks, count(*) filter (where lines = 0) over first_four as empty_first
    from told
    window
      eight as (partition by store_id, silent, extract(isodow from day) order by day rows between 8 preceding and 1 preceding),
      four as (partition by store_id, silent, extract(isodow from day) order by day rows between 4 preceding and 1 preceding),
      first_four as (partition by store_id, silent, extract(isodow from day) order by day rows between current row and 3 following)
  ), judged as (
    select *, case
      when lines > 0 and day <= complete_through then 'open'
      when lines > 0 then 'unknown'
      when day < opened_on or day > closed_on then 'closed life'
      when complete_through is null or day > complete_through then 'unknown'
      when hours = '[]' then 'closed hours'
      when silent then 'missing silent'
      when hours is null and before = 4 and empty_before >= 3 then 'closed habit'
      when hours is null and before < 4 and first_weeks >= 3 and empty_first >= 3 then 'closed habit'
      when expected >= $2 then 'missing'
      else 'open few' end as said
    from weekdays where day >= from_day
  )
  insert into store_day (workspace_id, store_id, day, status, reason, lines, expected)
  select $1, store_id, day, split_part(said, ' ', 1), nullif(split_part(said, ' ', 2), ''), lines,
    round(case when silent then a_day else expected end)
  from judged
  on conflict (workspace_id, store_id, day) do update
    set status = excluded.status, reason = excluded.reason, lines = excluded.lines, expected = excluded.expected`;

/** Days before a store's first lines and after its last known day say nothing. */
const forget = `
  delete from store_day d using judged_span s
  where d.workspace_id = $1 and d.store_id = s.store_id
    and (s.first_day is null or d.day < s.first_day or d.day > s.horizon)`;
