import { sql } from "drizzle-orm";
import { visitedWithin } from "../visited-within";
import { lookBack, type WaveContext } from "./wave-context";

/**
 * The temporary table `habit` (customer_id, store_id, category_id, channel): where, for what and by which channel each concerned
 * person who can be matched made most of the look-back's occasions; the lower id, or the earlier word, where two are level. A category is the one
 * that the product stands in.
 */
export async function gatherHabits({ scope, wave }: WaveContext): Promise<void> {
  const { from, to } = lookBack(wave.day0);
  const year = sql`between ${from}::date and ${to}::date`;
  await scope.db.execute(sql`
    create temp table habit on commit drop as
    with person as materialized (
      select customer_id from subject where fit
    ),
    stopped as materialized (
      select v.customer_id, v.store_id, v.channel, count(*) as visits
      from visit v join person using (customer_id)
      where v.workspace_id = ${scope.workspaceId} and v.sale_lines > 0 and v.day ${year}
      group by v.customer_id, v.store_id, v.channel
    ),
    -- Each one's lines where they lie, then the products: the planner takes the days of everybody for cheaper.
    own_line as materialized (
      select person.customer_id, l.product_id, l.day from person cross join lateral (
        select product_id, day from purchase_line
        where workspace_id = ${scope.workspaceId} and customer_id = person.customer_id and kind = 'sale' and quantity > 0 and day ${year}
        offset 0
      ) l
    ),
    bought as (
      select customer_id, category_id, count(*) as days from (
        select distinct l.customer_id, l.day, p.parent_id as category_id
        from own_line l join product p on p.workspace_id = ${scope.workspaceId} and p.id = l.product_id
        where p.merchandise and p.parent_id is not null
      ) line
      group by customer_id, category_id
    ),
    store as (
      select distinct on (customer_id) customer_id, store_id from stopped
      group by customer_id, store_id order by customer_id, sum(visits) desc, store_id
    ),
    way as (
      select distinct on (customer_id) customer_id, channel from stopped
      group by customer_id, channel order by customer_id, sum(visits) desc, channel
    ),
    category as (
      select distinct on (customer_id) customer_id, category_id from bought order by customer_id, days desc, category_id
    )
    select customer_id, store_id, category_id, channel
    from store join way using (customer_id) left join category using (customer_id)`);
}

/**
 * Adds the twins in the temporary table `chosen` to `habit`, by their stores alone: errors of shifts are reckoned by them. A store is
 * that of most visits with a sale, as for the concerned.
 */
export async function gatherTwinHabits({ scope, wave }: WaveContext): Promise<void> {
  const { from, to } = lookBack(wave.day0);
  await scope.db.execute(sql`
    insert into habit (customer_id, store_id)
    select distinct on (customer_id) customer_id, store_id from (
      select v.customer_id, v.store_id, count(*) as visits
      from visit v join chosen c using (customer_id)
      where v.workspace_id = ${scope.workspaceId} and c.arm = 'twin' and v.sale_lines > 0 and ${visitedWithin(from, to)}
      group by v.customer_id, v.store_id
    ) stopped order by customer_id, visits desc, store_id`);
}
