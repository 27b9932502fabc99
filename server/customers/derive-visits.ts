import { and, eq, gte, isNull, type SQL, sql } from "drizzle-orm";
import { cohort, importBatch, visit } from "@/db/schema";
import type { Scope } from "../scope";

export interface DerivedVisits {
  /** People whose visits were made again. */
  people: number;
  /** Visits written. */
  visits: number;
  /** The earliest day that may have changed; null = nothing did. */
  firstDay: string | null;
}

/**
 * Visits (customer x local day x store x channel) of every person whose rows came, changed, moved or went since the last run
 * (`touched_customer`), who are then taken off; of all persons where there are no visits yet. Recomputed whole per person, so
 * running it again changes nothing. Anonymous buyers have no visits: they are in no cohort, fit or segment (D5); their revenue
 * is read from purchase_line.
 */
export async function deriveVisits(scope: Scope): Promise<DerivedVisits> {
  const { db, workspaceId } = scope;
  const [known] = await db.select({ day: visit.day }).from(visit).where(eq(visit.workspaceId, workspaceId)).limit(1);
  const { people, firstDay } = await takeTouched(scope);
  const fresh = await takeIn(scope);
  if (firstDay !== null) await recountFrom(scope, firstDay);
  if (known && people === 0) return { people, visits: 0, firstDay: null };
  if (known) {
    await db.execute(sql`
      delete from visit where workspace_id = ${workspaceId} and customer_id in (select customer_id from touched)`);
  }
  const written = await db.execute(insertVisits(workspaceId, known ? sql`select customer_id from touched` : null));
  if (known) return { people, visits: written.count, firstDay };
  const days = [firstDay, ...fresh].filter((day) => day !== null);
  return { people, visits: written.count, firstDay: written.count > 0 ? (days.sort()[0] ?? "0001-01-01") : firstDay };
}

/**
 * Until the transaction ends nobody else derives. Two imports at once ask for two derivations: the second waits for each step of
 * the first, and finds little left to do. An erasure waits too, or what is just being derived of the person would stay.
 */
export async function deriveAlone({ db, workspaceId }: Scope): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`derive:${workspaceId}`}, 7041967))`);
}

/** Takes people off `touched_customer` and leaves them in the temporary table `touched`; who comes meanwhile waits for the next run. */
async function takeTouched({ db, workspaceId }: Scope): Promise<{ people: number; firstDay: string | null }> {
  await db.execute(sql`drop table if exists pg_temp.touched`);
  await db.execute(
    sql`create temp table touched (customer_id bigint primary key, from_day date not null) on commit drop`,
  );
  await db.execute(sql`
    with taken as (
      delete from touched_customer where workspace_id = ${workspaceId} returning customer_id, from_day
    )
    insert into touched select customer_id, from_day from taken`);
  await db.execute(sql`analyze touched`);
  const [all] = await db.execute<{ people: number; first: string | null }>(
    sql`select count(*)::int as people, min(from_day)::text as first from touched`,
  );
  return { people: all?.people ?? 0, firstDay: all?.first ?? null };
}

/** Days that stayed as they were counted, because somebody counted in them was erased, are counted anew where rows came late (D16). */
async function recountFrom({ db, workspaceId }: Scope, firstDay: string): Promise<void> {
  await db
    .update(cohort)
    .set({ keptThrough: sql`${firstDay}::date - 1` })
    .where(and(eq(cohort.workspaceId, workspaceId), gte(cohort.keptThrough, firstDay)));
}

/** Says of the batches of purchases that they are taken in; returns their first days. */
async function takeIn({ db, workspaceId, now }: Scope): Promise<(string | null)[]> {
  const fresh = await db
    .update(importBatch)
    .set({ derivedAt: now })
    .where(
      and(
        eq(importBatch.workspaceId, workspaceId),
        eq(importBatch.kind, "purchases"),
        eq(importBatch.state, "done"),
        isNull(importBatch.derivedAt),
      ),
    )
    .returning({ firstDay: importBatch.firstDay });
  return fresh.map((batch) => batch.firstDay);
}

/**
 * An occasion belongs to the first visit (store, channel) of its day that holds a sale of merchandise; a product is new in the
 * first visit that holds it. Refunds are no occasion and count in the money of their day (D2).
 */
function insertVisits(workspaceId: number, touched: SQL | null): SQL {
  const among = touched === null ? sql`` : sql`and customer_id in (${touched})`;
  return sql`
    insert into visit (workspace_id, customer_id, day, store_id, channel,
      occasion, sale_lines, amount_minor, refund_minor, new_products, first_minute)
    with person as materialized (
      select customer_id from customer where workspace_id = ${workspaceId} and kind = 'person' ${among}
    ),
    line as (
      select l.customer_id, l.day, l.store_id, l.channel, l.product_id, l.minute, l.amount_minor,
        l.kind = 'refund' as refund, l.kind = 'sale' and l.quantity > 0 and p.merchandise as counts
      from purchase_line l
      join person using (customer_id)
      join product p on p.workspace_id = ${workspaceId} and p.id = l.product_id
      where l.workspace_id = ${workspaceId} and l.kind in ('sale', 'refund')
    ),
    basket as (
      select customer_id, day, store_id, channel, product_id, count(*) filter (where counts) as sale_lines,
        sum(amount_minor) as amount, coalesce(sum(amount_minor) filter (where refund), 0) as refund,
        min(minute) filter (where counts) as first_sale, min(minute) as first_line
      from line
      group by customer_id, day, store_id, channel, product_id
    ),
    known as (
      select *, sale_lines > 0 and row_number() over (
          partition by customer_id, product_id, sale_lines > 0 order by day, store_id, channel) = 1 as is_new
      from basket
    ),
    stop as (
      select customer_id, day, store_id, channel, sum(sale_lines)::int as sale_lines, sum(amount)::bigint as amount,
        sum(refund)::bigint as refund, (count(*) filter (where is_new))::int as new_products,
        coalesce(min(first_sale), min(first_line)) as first_minute
      from known
      group by customer_id, day, store_id, channel
    )
    select ${workspaceId}::int, customer_id, day, store_id, channel,
      sale_lines > 0 and row_number() over (
        partition by customer_id, day, sale_lines > 0 order by store_id, channel) = 1,
      sale_lines, amount, refund, new_products, first_minute
    from stop
    order by customer_id, day, store_id, channel`;
}
