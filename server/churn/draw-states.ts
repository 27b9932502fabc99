import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { settingsOf } from "../workspaces/settings";
import { lapsingOn, lostOn, nextTransitionOn, portraitAsOf } from "./portrait";
import { type Rhythm, thresholdsOf } from "./rhythm";

/** The columns of `drawn`, in its order. */
export const STATE_COLUMNS = [
  ...["customer_id", "as_of", "first_day", "last_day", "x", "amount_minor", "n_365", "value_365", "products"],
  ...["main_store_id", "segment", "due_on", "lapsing_on", "lost_on", "next_transition_on", "model_id"],
];

/** The columns as SQL. */
export function stateColumns(): SQL {
  return sql.join(
    STATE_COLUMNS.map((name) => sql.identifier(name)),
    sql`, `,
  );
}

/**
 * CTEs ending in `drawn`: the row of `customer_state` of everybody, or of those in `among`, as of a day. The main store is where most
 * of the year's occasions were (the lowest id where two are level); the median gap stays empty here, segments look it up themselves.
 * `offset 0`: the segment is worked out once a row, not in every place that names it.
 */
export function drawnStates(scope: Scope, asOf: string, rhythm: Rhythm, among?: SQL): SQL {
  const { workspaceId, workspace } = scope;
  const settings = settingsOf(workspace);
  const thresholds = thresholdsOf(settings, rhythm);
  const people = among ? sql`and customer_id in (select customer_id from ${among})` : sql``;
  return sql`${portraitAsOf(workspaceId, asOf, rhythm, { dueCap: settings.dueCap, thresholds, turns: true, ...(among && { among }) })},
    still as (select * from portrait offset 0),
    shopped as (
      select customer_id, store_id, count(*) as occasions
      from visit
      where workspace_id = ${workspaceId} and sale_lines > 0 and day > ${asOf}::date - 365 and day <= ${asOf}::date ${people}
      group by customer_id, store_id
    ),
    main_store as (
      select distinct on (customer_id) customer_id, store_id from shopped order by customer_id, occasions desc, store_id
    ),
    drawn as (
      select p.customer_id, ${asOf}::date as as_of, first_day, last_day, x, amount::bigint as amount_minor, n_365::int,
        value_365::bigint, products::int, m.store_id as main_store_id, segment, last_day + ceil(due)::int as due_on,
        ${lapsingOn(thresholds)} as lapsing_on, ${lostOn(thresholds)} as lost_on,
        ${nextTransitionOn(asOf, thresholds)} as next_transition_on, ${rhythm.modelId}::bigint as model_id
      from still p left join main_store m using (customer_id)
    )`;
}
