import { type SQL, sql } from "drizzle-orm";

/** Whose visits: of all persons, of those in the table `touched`, or of those numbered from, up to and including. */
export type Among = "all" | "touched" | { from: number; upTo: number };

/**
 * The visits of persons out of their lines: rows of `visit` but for the workspace, in the order of its key. An occasion belongs to
 * the first visit (store, channel) of its day that holds a sale of merchandise; a product is new in the first visit that holds it,
 * on one of its lines. Refunds are no occasion and count in the money of their day (D2).
 */
export function visitsOfLines(workspaceId: number, among: Among): SQL {
  const only = among === "touched" ? sql`and customer_id in (select customer_id from touched)` : sql``;
  const bought = among === "touched" ? oneByOne(workspaceId) : sql`purchase_line l join person using (customer_id)`;
  const numbered =
    typeof among === "object" ? sql`and customer_id between ${among.from}::bigint and ${among.upTo}::bigint` : sql``;
  return sql`
    with person as materialized (
      select customer_id from customer where workspace_id = ${workspaceId} and kind = 'person' ${only} ${numbered}
    ),
    line as (
      select l.customer_id, l.day, l.store_id, l.channel, l.product_id, l.minute, l.amount_minor,
        l.kind = 'refund' as refund, l.kind = 'sale' and l.quantity > 0 and p.merchandise as counts
      from ${bought}
      join product p on p.workspace_id = ${workspaceId} and p.id = l.product_id
      where l.workspace_id = ${workspaceId} and l.kind in ('sale', 'refund') ${numbered}
    ),
    known as (
      select *, counts and row_number() over (
          partition by customer_id, product_id, counts order by day, store_id, channel) = 1 as is_new
      from line
    ),
    stop as (
      select customer_id, day, store_id, channel, (count(*) filter (where counts))::int as sale_lines,
        sum(amount_minor)::bigint as amount_minor, coalesce(sum(amount_minor) filter (where refund), 0)::bigint as refund_minor,
        (count(*) filter (where is_new))::int as new_products, coalesce(min(minute) filter (where counts), min(minute)) as first_minute
      from known
      group by customer_id, day, store_id, channel
    )
    select customer_id, day, store_id, channel,
      sale_lines > 0 and count(*) filter (where sale_lines > 0) over (
        partition by customer_id, day order by store_id, channel rows unbounded preceding) = 1 as occasion,
      sale_lines, amount_minor, refund_minor, new_products, first_minute
    from stop
    order by customer_id, day, store_id, channel`;
}

/** Lines of the few who are touched, looked up in the order of their numbers, nobody else's; only then their products (`offset 0`). */
function oneByOne(workspaceId: number): SQL {
  return sql`(
    select found.* from (select customer_id from person order by customer_id) touched_person cross join lateral (
      select * from purchase_line where workspace_id = ${workspaceId} and customer_id = touched_person.customer_id) found
    offset 0) l`;
}
