import { type SQL, sql } from "drizzle-orm";
import { bigints, words } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import type { ChangeRule, ScopeRule } from "../change-rule";
import { inHours, needsLines } from "../cohort/occasions-in-scope";
import type { Place } from "../schema";
import { type Stretches, stretchTable } from "./stretches";

export interface PlaceCount {
  stratum: number;
  exposed: boolean;
  place: Place;
  n: number;
}

/**
 * Where everybody went in a stretch (methods 3). Of the lines of a person's occasions the one that fails fewest of product,
 * store, channel, hours counts: none = followed, else switched by its first failed. Successors of stores and products count
 * as in scope. Without an occasion: silent once as many days have passed as their due time at day 0, else not due yet.
 */
export async function readPlaces(scope: Scope, target: ChangeRule, stretches: Stretches): Promise<PlaceCount[]> {
  const { workspaceId } = scope;
  const rule = await withSuccessors(scope, target.rule);
  const rows = await scope.db.execute<{ stratum: number; exposed: boolean; place: Place; n: number }>(sql`
    with ${stretchTable(stretches)},
    watched as (
      select customer_id, person, cell as stratum, exposed, due_days, silent_from, opens, closes
      from watcher join stretch using (wave) where censored_on is null or censored_on > closes
    ),
    bought as (${boughtBy(workspaceId, rule)}),
    nearest as (
      select customer_id, min(case
          when not (fails_product or fails_store or fails_channel or fails_hours) then 0
          else 10 * (fails_product::int + fails_store::int + fails_channel::int + fails_hours::int)
            + case when fails_product then 1 when fails_store then 2 when fails_channel then 3 else 4 end end) as failed
      from bought group by customer_id
    ),
    last_seen as (
      select customer_id, max(day) as day from stop join watched using (customer_id) where occasion and day <= closes group by customer_id
    )
    select stratum, exposed, case
        when failed = 0 then 'followed'
        when failed is not null then (array['product', 'store', 'channel', 'hours'])[failed % 10]
        when w.closes - coalesce(l.day, w.silent_from) >= w.due_days then 'silent'
        else 'not_due' end as place, count(*)::int as n
    from watched w left join nearest using (customer_id) left join last_seen l using (customer_id)
    group by 1, 2, 3 order by 1, 2, 3`);
  return [...rows];
}

/**
 * `customer_id` with what is failed, a row per line of an occasion in the stretch, or as many as it takes to find the line that fails
 * fewest. Stores and channels are the visit's. Of products those in scope are enough, looked up by their days, as few people bought
 * them: a visit without any fails by its product, and where it has one, the line itself fails less. Hours and fulfilments are the
 * line's own: for them all lines of the days are read.
 */
function boughtBy(workspaceId: number, rule: ScopeRule): SQL {
  const inProducts = sql`product_id = any(${bigints(rule.products)})`;
  const fails = (product: SQL) => sql`
    ${product} as fails_product,
    ${failsUnless(rule.stores.length > 0, sql`store_id = any(${bigints(rule.stores)})`)} as fails_store,
    ${failsUnless(rule.channels.length + rule.fulfilments.length > 0, channelOf(rule))} as fails_channel,
    ${failsUnless(rule.hours.length > 0, rule.hours.length > 0 ? inHours(rule) : sql`true`)} as fails_hours`;
  const visits = sql`
    select customer_id, ${fails(sql`${rule.products.length > 0}::boolean`)}
    from watched join stop using (customer_id) where day between opens and closes`;
  if (!needsLines(rule)) return visits;
  const came = sql`
    (select distinct customer_id, person, day from watched join stop using (customer_id) where day between opens and closes) came`;
  const sold = sql`
    workspace_id = ${workspaceId} and kind = 'sale' and quantity > 0
      and product_id in (select id from product where workspace_id = ${workspaceId} and merchandise)`;
  if (rule.hours.length + rule.fulfilments.length > 0) {
    return sql`
      select came.customer_id, ${fails(failsUnless(rule.products.length > 0, inProducts))}
      from ${came} join purchase_line l on l.customer_id = person and l.day = came.day where ${sold}`;
  }
  return sql`
    with line as materialized (
      select customer_id as person, day, store_id, channel from purchase_line
      where ${sold} and ${inProducts} and day between (select min(opens) from stretch) and (select max(closes) from stretch)
    )
    ${visits} union all select came.customer_id, ${fails(sql`false`)} from ${came} join line using (person, day)`;
}

function failsUnless(asked: boolean, met: SQL): SQL {
  return asked ? sql`not (${met})` : sql`false`;
}

function channelOf({ channels, fulfilments }: ScopeRule): SQL {
  const conditions = [
    ...(channels.length > 0 ? [sql`channel = any(${words(channels)})`] : []),
    ...(fulfilments.length > 0 ? [sql`fulfilment = any(${words(fulfilments)})`] : []),
  ];
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}

export async function withSuccessors(scope: Scope, rule: ScopeRule): Promise<ScopeRule> {
  const follow = async (table: SQL, ids: number[]) => {
    if (ids.length === 0) return ids;
    const rows = await scope.db.execute<{ id: string }>(sql`
      with recursive next as (
        select id, successor_id from ${table} where workspace_id = ${scope.workspaceId} and id = any(${bigints(ids)})
        union
        select t.id, t.successor_id from ${table} t join next n on t.id = n.successor_id where t.workspace_id = ${scope.workspaceId}
      )
      select id from next`);
    return rows.map((row) => Number(row.id));
  };
  return {
    ...rule,
    stores: await follow(sql`store`, rule.stores),
    products: await follow(sql`product`, rule.products),
  };
}
