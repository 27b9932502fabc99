import type { MergeTarget } from "./merge-catalogue";

/** Days back from a store's last lines in which a source must have brought some of them to be one of its feeds. */
const RECENT = 28;
/** The least share of those lines: a small new source holds nobody up (methods 4). */
const SHARE = 0.05;

/**
 * Says of every store through which day it is complete (D9): the earliest day of the sources that feed it. One source of
 * purchases feeds all stores; of several, those that brought at least 5% of the store's lines in the 28 days up to its last.
 * Returns the stores whose day moved, with the first day that has to be judged again.
 */
export async function judgeFeeds({
  sql,
  workspaceId,
}: Pick<MergeTarget, "sql" | "workspaceId">): Promise<{ store_id: string; from_day: string }[]> {
  return sql.unsafe(feeds, [workspaceId]);
}

const feeds = `
  with supplier as (
    select s.id, s.complete_through from source s
    where s.workspace_id = $1 and exists (
      select 1 from import_batch b where b.workspace_id = $1 and b.source_id = s.id and b.kind = 'purchases'
        and b.state in ('done', 'reading', 'merging'))
  ), feed as (
    select t.id as store_id, s.complete_through from store t cross join supplier s
    where t.workspace_id = $1 and (select count(*) from supplier) = 1
    union all
    select t.id, s.complete_through
    from store t
    cross join lateral (
      select max(d.day) as day from store_day d where d.workspace_id = $1 and d.store_id = t.id and d.lines > 0
    ) latest
    cross join lateral (
      select l.source_id, count(*) / sum(count(*)) over () as share from purchase_line l
      where l.workspace_id = $1 and l.store_id = t.id and l.day > latest.day - ${RECENT} and l.day <= latest.day
      group by l.source_id
    ) c
    join supplier s on s.id = c.source_id
    where t.workspace_id = $1 and (select count(*) from supplier) > 1 and c.share >= ${SHARE}
  ), complete as (
    select f.store_id, t.complete_through as before, min(f.complete_through) as after
    from feed f join store t on t.workspace_id = $1 and t.id = f.store_id
    group by f.store_id, t.complete_through
    having t.complete_through is distinct from min(f.complete_through)
  )
  update store t set complete_through = c.after from complete c
  where t.workspace_id = $1 and t.id = c.store_id
  returning t.id as store_id, coalesce(least(c.before, c.after), date '1970-01-01')::text as from_day`;
