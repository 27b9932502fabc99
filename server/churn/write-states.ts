import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { settingsOf } from "../workspaces/settings";
import { lostOn, portraitAsOf } from "./portrait";
import { type Rhythm, thresholdsOf } from "./rhythm";

/**
 * The portrait of every person as of the workspace's today, written whole: one statement. The main store is where most of the
 * year's occasions were (the lowest id where two are level); the median gap stays empty here, segments look it up themselves.
 */
export async function writeStates(scope: Scope, rhythm: Rhythm): Promise<number> {
  const { db, workspaceId, today, workspace } = scope;
  const settings = settingsOf(workspace);
  const thresholds = thresholdsOf(settings, rhythm);
  await db.execute(sql`delete from customer_state where workspace_id = ${workspaceId}`);
  const written = await db.execute(sql`
    insert into customer_state (workspace_id, customer_id, as_of, first_day, last_day, x, amount_minor, n_365, value_365,
      products, main_store_id, segment, due_on, lapsing_on, lost_on, model_id)
    with ${portraitAsOf(workspaceId, today, rhythm, { dueCap: settings.dueCap, thresholds })},
    shopped as (
      select customer_id, store_id, count(*) as occasions
      from visit
      where workspace_id = ${workspaceId} and sale_lines > 0 and day > ${today}::date - 365 and day <= ${today}::date
      group by customer_id, store_id
    ),
    main_store as (
      select distinct on (customer_id) customer_id, store_id from shopped order by customer_id, occasions desc, store_id
    )
    select ${workspaceId}::int, p.customer_id, ${today}::date, first_day, last_day, x, amount::bigint, n_365, value_365::bigint,
      products, m.store_id, segment, last_day + ceil(due)::int, last_day + floor(due)::int + 1, ${lostOn(thresholds)},
      ${rhythm.modelId}::bigint
    from portrait p left join main_store m using (customer_id)`);
  return written.count;
}
