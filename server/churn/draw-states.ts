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

/** All but whose the row is, taken over from another. */
export function taken(from: string): SQL {
  return sql.join(
    STATE_COLUMNS.slice(1).map(
      (name) => sql`${sql.identifier(name)} = ${sql.identifier(from)}.${sql.identifier(name)}`,
    ),
    sql`, `,
  );
}

/** What a row says of the person, whenever and by whichever model it was said. */
export function saidColumns(of: string): SQL {
  const said = STATE_COLUMNS.filter((name) => !["customer_id", "as_of", "model_id"].includes(name));
  return sql.join(
    said.map((name) => sql`${sql.identifier(of)}.${sql.identifier(name)}`),
    sql`, `,
  );
}

interface Who {
  /** Only those in this table, each once, who are looked up one by one. */
  among?: SQL;
  /** The main stores of everybody but those in this table stand as `customer_state` has them: no model and no setting moves them. */
  shoppers?: SQL;
}

/**
 * CTEs ending in `drawn`: the row of `customer_state` of everybody as of a day. The main store is where most of the year's occasions
 * were (the lowest id where two are level); the median gap stays empty here, segments look it up themselves.
 * `offset 0`: the segment is worked out once a row, not in every place that names it.
 */
export function drawnStates(scope: Scope, asOf: string, rhythm: Rhythm, { among, shoppers }: Who = {}): SQL {
  const { workspaceId, workspace } = scope;
  const settings = settingsOf(workspace);
  const thresholds = thresholdsOf(settings, rhythm);
  const visits = among ? sql`seen` : sql`visit`;
  const seen = among
    ? sql`seen as materialized (
        select v.* from ${among} a cross join lateral (
          select * from visit where workspace_id = ${workspaceId} and customer_id = a.customer_id and day <= ${asOf}::date offset 0) v
      ), `
    : sql``;
  const [shopping, standing] = shoppers
    ? [
        sql`and customer_id in (select customer_id from ${shoppers})`,
        sql`union all select customer_id, main_store_id from customer_state
          where workspace_id = ${workspaceId} and not exists (select from ${shoppers} a where a.customer_id = customer_state.customer_id)`,
      ]
    : [sql``, sql``];
  return sql`${seen}${portraitAsOf(workspaceId, asOf, rhythm, { dueCap: settings.dueCap, thresholds, turns: true, gathered: visits })},
    still as (select * from portrait offset 0),
    shopped as (
      select customer_id, store_id, count(*) as occasions
      from ${visits}
      where workspace_id = ${workspaceId} and sale_lines > 0 and day > ${asOf}::date - 365 and day <= ${asOf}::date ${shopping}
      group by customer_id, store_id
    ),
    main_store as (
      (select distinct on (customer_id) customer_id, store_id from shopped order by customer_id, occasions desc, store_id)
      ${standing}
    ),
    drawn as (
      select p.customer_id, ${asOf}::date as as_of, first_day, last_day, x, amount::bigint as amount_minor, n_365::int,
        value_365::bigint, products::int, m.store_id as main_store_id, segment, last_day + ceil(due)::int as due_on,
        ${lapsingOn(thresholds)} as lapsing_on, ${lostOn(thresholds)} as lost_on,
        ${nextTransitionOn(asOf, thresholds)} as next_transition_on, ${rhythm.modelId}::bigint as model_id
      from still p left join main_store m using (customer_id)
    )`;
}
