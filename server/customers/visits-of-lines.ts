import { type SQL, sql } from "drizzle-orm";

/**
 * The visits of all persons, or of those in the table `touched`, out of their lines: rows of `visit` but for the workspace, in the
 * order of its key. An occasion belongs to the first visit (store, channel) of its day that holds a sale of merchandise; a product
 * is new in the first visit that holds it. Refunds are no occasion and count in the money of their day (D2).
 */
export function visitsOfLines(workspaceId: number, among: "all" | "touched"): SQL {
  const only = among === "all" ? sql`` : sql`and customer_id in (select customer_id from touched)`;
  return sql`
    with person as materialized (
      select customer_id from customer where workspace_id = ${workspaceId} and kind = 'person' ${only}
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
      select customer_id, day, store_id, channel, sum(sale_lines)::int as sale_lines, sum(amount)::bigint as amount_minor,
        sum(refund)::bigint as refund_minor, (count(*) filter (where is_new))::int as new_products,
        coalesce(min(first_sale), min(first_line)) as first_minute
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
