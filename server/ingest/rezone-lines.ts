import type { MergeTarget } from "./merge-catalogue";

/**
 * After a store's zone was corrected: the purchase lines of these stores whose local day or minute is another one in the
 * zone as it stands now (the workspace's where there is none) are taken out and put back under the same keys (D7), and
 * their buyers are derived again. The instant stays: only the day it falls on moves. Leaves
 * `stage_moved(store_id, old_day, day)` behind. Returns the first day touched, null if no line moved.
 */
export async function rezoneLines(
  { sql, workspaceId }: Pick<MergeTarget, "sql" | "workspaceId">,
  stores: readonly number[],
): Promise<string | null> {
  await sql.unsafe("drop table if exists stage_moved");
  await sql.unsafe(
    `create temp table stage_moved on commit drop as
     select l.customer_id, l.source_id, l.line_key, l.store_id, l.day as old_day, m.day, m.minute
     from purchase_line l
     join store s on s.workspace_id = $1 and s.id = l.store_id
     join workspace w on w.id = $1
     cross join lateral (select l.at at time zone coalesce(s.tz, w.tz) as wall) c
     cross join lateral (
       select (c.wall - make_interval(hours => w.day_starts_at))::date as day,
         (extract(hour from c.wall) * 60 + extract(minute from c.wall))::smallint as minute
     ) m
     where l.workspace_id = $1 and l.channel = 'store' and (l.day, l.minute) is distinct from (m.day, m.minute)
       and l.store_id in (select value::bigint from jsonb_array_elements_text($2::jsonb))`,
    [workspaceId, JSON.stringify(stores)],
  );
  await sql.unsafe("analyze stage_moved");
  await sql.unsafe(
    `with gone as (
       delete from purchase_line l using stage_moved m
       where l.workspace_id = $1 and l.customer_id = m.customer_id and l.source_id = m.source_id
         and l.line_key = m.line_key
       returning l.*, m.day as new_day, m.minute as new_minute
     )
     insert into purchase_line (workspace_id, customer_id, source_id, line_key, identity_hash, receipt_key, at, day,
       minute, store_id, product_id, channel, fulfilment, kind, quantity, amount_minor, batch_id)
     select workspace_id, customer_id, source_id, line_key, identity_hash, receipt_key, at, new_day, new_minute,
       store_id, product_id, channel, fulfilment, kind, quantity, amount_minor, batch_id from gone`,
    [workspaceId],
  );
  await sql.unsafe(
    `insert into touched_customer (workspace_id, customer_id, from_day)
     select $1, m.customer_id, min(least(m.old_day, m.day)) from stage_moved m
     join customer c on c.workspace_id = $1 and c.customer_id = m.customer_id and c.kind = 'person'
     group by m.customer_id order by m.customer_id
     on conflict (workspace_id, customer_id) do update
       set from_day = least(touched_customer.from_day, excluded.from_day)`,
    [workspaceId],
  );
  const [row] = await sql.unsafe<{ first: string | null }[]>(
    "select min(least(old_day, day))::text as first from stage_moved",
  );
  return row?.first ?? null;
}
