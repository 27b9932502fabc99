import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { importBatch, visit } from "@/db/schema";
import type { Scope } from "../scope";

export interface DerivedVisits {
  /** Batches taken in. */
  batches: number[];
  /** Visits written. */
  visits: number;
  /** The earliest day that may have changed; null = nothing did. */
  firstDay: string | null;
}

/**
 * Visits (customer x local day x store x channel) of every person with lines in a batch that is done and not yet taken in;
 * of all persons where there are no visits yet. Recomputed whole per person, so running it again changes nothing.
 * Anonymous buyers have no visits: they are in no cohort, fit or segment (D5); their revenue is read from purchase_line.
 */
export async function deriveVisits(scope: Scope): Promise<DerivedVisits> {
  const { db, workspaceId } = scope;
  const fresh = await db
    .select({ id: importBatch.id, firstDay: importBatch.firstDay })
    .from(importBatch)
    .where(
      and(
        eq(importBatch.workspaceId, workspaceId),
        eq(importBatch.kind, "purchases"),
        eq(importBatch.state, "done"),
        isNull(importBatch.derivedAt),
      ),
    );
  const batches = fresh.map((batch) => batch.id);
  if (batches.length === 0) return { batches, visits: 0, firstDay: null };
  const [known] = await db.select({ day: visit.day }).from(visit).where(eq(visit.workspaceId, workspaceId)).limit(1);
  const touched = known ? touchedBy(workspaceId, batches) : null;
  if (touched) {
    await db.execute(sql`
      with touched as (${touched})
      delete from visit where workspace_id = ${workspaceId} and customer_id in (select customer_id from touched)`);
  }
  const written = await db.execute(insertVisits(workspaceId, touched));
  await db
    .update(importBatch)
    .set({ derivedAt: scope.now })
    .where(and(eq(importBatch.workspaceId, workspaceId), inArray(importBatch.id, batches)));
  return { batches, visits: written.count, firstDay: earliest(fresh.map((batch) => batch.firstDay)) };
}

/** Whose lines came with these batches, or were replaced by them. */
function touchedBy(workspaceId: number, batches: number[]): SQL {
  return sql`
    select customer_id from purchase_line
    where workspace_id = ${workspaceId} and batch_id = any(${bigints(batches)})
    union
    select customer_id from superseded_row
    where workspace_id = ${workspaceId} and by_batch = any(${bigints(batches)})`;
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

/** The first of them; where a batch does not say its first day everything may have changed. */
function earliest(days: (string | null)[]): string {
  return days.map((day) => day ?? "0001-01-01").sort()[0] ?? "0001-01-01";
}
