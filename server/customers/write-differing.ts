import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import type { DerivedVisits } from "./derive-visits";
import { visitsOfLines } from "./visits-of-lines";

/**
 * Works out the visits of those in the table `touched`, or of all persons, and writes those that differ from what stands: what is
 * gone is deleted, what is new or other is written. Each day of a person with such a visit goes to `visit_moved`, each person to
 * `stale_state`. A customer with 200 visits and one new line costs one row.
 */
export async function writeDiffering(
  { db, workspaceId }: Scope,
  among: "all" | "touched",
): Promise<Omit<DerivedVisits, "people">> {
  const standing =
    among === "all"
      ? sql`select * from visit where workspace_id = ${workspaceId}`
      : sql`select v.* from touched t cross join lateral (
          select * from visit where workspace_id = ${workspaceId} and customer_id = t.customer_id offset 0) v`;
  await db.execute(sql`drop table if exists pg_temp.differing`);
  await db.execute(sql`
    create temp table differing on commit drop as
    with stands as (
      select customer_id, day, store_id, channel, occasion,
        (occasion, sale_lines, amount_minor, refund_minor, new_products, first_minute) as content
      from (${standing}) v
    ),
    made as (
      select *, (occasion, sale_lines, amount_minor, refund_minor, new_products, first_minute) as content
      from (${visitsOfLines(workspaceId, among)}) v
    ),
    compared as (
      select customer_id, day, store_id, channel, made.content is null as gone,
        made.content is distinct from stands.content as differs,
        made.occasion, made.sale_lines, made.amount_minor, made.refund_minor, made.new_products, made.first_minute,
        coalesce(bool_or(stands.occasion) over of_day, false) as before,
        coalesce(bool_or(made.occasion) over of_day, false) as after
      from stands full join made using (customer_id, day, store_id, channel)
      window of_day as (partition by customer_id, day)
    )
    select * from compared where differs`);
  await db.execute(sql`
    delete from visit v using differing d
    where v.workspace_id = ${workspaceId} and d.gone
      and v.customer_id = d.customer_id and v.day = d.day and v.store_id = d.store_id and v.channel = d.channel`);
  const written = await db.execute(sql`
    insert into visit (workspace_id, customer_id, day, store_id, channel,
      occasion, sale_lines, amount_minor, refund_minor, new_products, first_minute)
    select ${workspaceId}::int, customer_id, day, store_id, channel,
      occasion, sale_lines, amount_minor, refund_minor, new_products, first_minute
    from differing where not gone order by customer_id, day, store_id, channel
    on conflict (workspace_id, customer_id, day, store_id, channel) do update set
      occasion = excluded.occasion, sale_lines = excluded.sale_lines, amount_minor = excluded.amount_minor,
      refund_minor = excluded.refund_minor, new_products = excluded.new_products, first_minute = excluded.first_minute`);
  const [moved] = await db.execute<{ moved: number; first: string | null }>(sql`
    with version as materialized (select nextval('visit_version') as version),
    moved as (
      insert into visit_moved (workspace_id, customer_id, day, version, before, after)
      select distinct ${workspaceId}::int, customer_id, day, version, before, after from differing cross join version
      returning customer_id, day
    ),
    stale as (
      insert into stale_state as s (workspace_id, customer_id, from_day)
      select ${workspaceId}::int, customer_id, min(day) from moved group by customer_id
      on conflict (workspace_id, customer_id) do update set from_day = least(s.from_day, excluded.from_day)
    )
    select count(*)::int as moved, min(day)::text as first from moved`);
  return { visits: written.count, moved: moved?.moved ?? 0, firstDay: moved?.first ?? null };
}
