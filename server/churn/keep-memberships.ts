import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/** Memberships begin where portraits do: everybody's segment as of today. */
export async function beginMemberships({ db, workspaceId, now, today }: Scope): Promise<void> {
  await db.execute(sql`delete from membership where workspace_id = ${workspaceId}`);
  await db.execute(sql`
    insert into membership (workspace_id, customer_id, from_day, known_at, segment, model_id)
    select ${workspaceId}::int, customer_id, ${today}::date, ${now.toISOString()}::timestamptz, segment, model_id
    from customer_state where workspace_id = ${workspaceId} order by customer_id`);
}

/**
 * Writes what `step` says of memberships: an open one that ended on a day after `shownTo`, the last that was gone through before, is
 * closed; a row that speaks otherwise of earlier days gets `replaced_at`, and what holds stands beside it (D13).
 * @returns of how many people a segment changed.
 */
export async function keepMemberships(scope: Scope, shownTo: string): Promise<number> {
  const { db, workspaceId } = scope;
  const now = scope.now.toISOString();
  const people = await arrange(scope);
  if (people === 0) return 0;
  await db.execute(sql`
    update membership m set to_day = w.to_day from wanted w
    where m.workspace_id = ${workspaceId} and m.customer_id = w.customer_id and m.from_day = w.from_day and m.segment = w.segment
      and m.replaced_at is null and m.to_day is null and w.to_day > ${shownTo}::date`);
  await db.execute(sql`
    with other as (
      select m.customer_id, m.from_day, m.known_at from membership m join mover p using (customer_id)
      where m.workspace_id = ${workspaceId} and m.replaced_at is null and (m.to_day is null or m.to_day >= p.first)
        and not exists (
          select from wanted w where w.customer_id = m.customer_id and w.from_day = m.from_day and w.segment = m.segment
            and w.to_day is not distinct from m.to_day)
    ),
    unheard as (
      delete from membership m using other o
      where m.workspace_id = ${workspaceId} and m.customer_id = o.customer_id and m.from_day = o.from_day
        and m.known_at = o.known_at and o.known_at >= ${now}::timestamptz
    )
    update membership m set replaced_at = ${now}::timestamptz from other o
    where m.workspace_id = ${workspaceId} and m.customer_id = o.customer_id and m.from_day = o.from_day and m.known_at = o.known_at
      and o.known_at < ${now}::timestamptz`);
  await db.execute(sql`
    insert into membership (workspace_id, customer_id, from_day, known_at, to_day, segment, model_id)
    select ${workspaceId}::int, w.customer_id, w.from_day, ${now}::timestamptz, w.to_day, w.segment, w.model_id
    from wanted w
    where not exists (
      select from membership m
      where m.workspace_id = ${workspaceId} and m.customer_id = w.customer_id and m.from_day = w.from_day and m.replaced_at is null)
    order by w.customer_id, w.from_day
    on conflict (workspace_id, customer_id, from_day, known_at) do update set
      to_day = excluded.to_day, segment = excluded.segment, model_id = excluded.model_id, replaced_at = null`);
  return people;
}

/**
 * The temporary tables `mover`, whose segment changed and on which day first, and `wanted`, what is to stand of them from the
 * membership of the day before on: steps one after another, equal ones in a row taken together.
 */
async function arrange({ db, workspaceId }: Scope): Promise<number> {
  await db.execute(sql`drop table if exists pg_temp.mover, pg_temp.wanted`);
  await db.execute(
    sql`create temp table mover on commit drop as select customer_id, min(day) as first from step group by customer_id`,
  );
  await db.execute(sql`analyze mover`);
  await db.execute(sql`
    create temp table wanted on commit drop as
    with latest as (
      select distinct on (customer_id, day) customer_id, day, segment, model_id from step order by customer_id, day, n desc
    ),
    point as (
      select customer_id, day, segment, model_id from latest
      union all
      select m.customer_id, m.from_day, m.segment, m.model_id
      from mover p join membership m on m.workspace_id = ${workspaceId} and m.customer_id = p.customer_id
      where m.replaced_at is null and m.from_day < p.first and (m.to_day is null or m.to_day >= p.first)
    ),
    compared as (
      select *, row_number() over w = 1 or segment is distinct from lag(segment) over w as turns
      from point window w as (partition by customer_id order by day)
    ),
    stretch as (
      select customer_id, day as from_day, lead(day) over (partition by customer_id order by day) as to_day, segment, model_id
      from compared where turns
    )
    select * from stretch where segment is not null`);
  await db.execute(sql`analyze wanted`);
  const [row] = await db.execute<{ people: number }>(sql`select count(*)::int as people from mover`);
  return row?.people ?? 0;
}
