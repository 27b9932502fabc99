import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { drawnStates, saidColumns, stateColumns, taken } from "./draw-states";
import { personByPerson } from "./person-by-person";
import type { Rhythm } from "./rhythm";

/**
 * Draws everybody as of a day and notes in `step` whose segment changed (`all`: what it is, changed or not). Rows that come out as
 * they stand are left: with another model that is more than half of them, and they keep the day and the model they were drawn with.
 * @returns how many were drawn.
 */
export async function redrawEveryone(scope: Scope, day: string, rhythm: Rhythm, all = false): Promise<number> {
  const { db, workspaceId } = scope;
  await db.execute(sql`drop table if exists pg_temp.redrawn`);
  const drawn = await personByPerson(scope, () =>
    db.execute(sql`
      create temp table redrawn on commit drop as
      with ${drawnStates(scope, day, rhythm)}
      select ${stateColumns()} from drawn order by customer_id`),
  );
  await db.execute(sql`
    insert into step (customer_id, day, segment, model_id)
    select customer_id, ${day}::date, d.segment, ${rhythm.modelId}::bigint
    from redrawn d full join (
      select customer_id, segment from customer_state where workspace_id = ${workspaceId}
    ) s using (customer_id)
    where ${all}::boolean or s.segment is distinct from d.segment`);
  await db.execute(sql`
    delete from customer_state s
    where s.workspace_id = ${workspaceId} and not exists (select from redrawn d where d.customer_id = s.customer_id)`);
  await db.execute(sql`
    update customer_state s set ${taken("d")} from redrawn d
    where s.workspace_id = ${workspaceId} and s.customer_id = d.customer_id
      and (${saidColumns("s")}) is distinct from (${saidColumns("d")})`);
  await db.execute(sql`
    insert into customer_state (workspace_id, ${stateColumns()})
    select ${workspaceId}::int, ${stateColumns()} from redrawn d
    where not exists (select from customer_state s where s.workspace_id = ${workspaceId} and s.customer_id = d.customer_id)
    order by customer_id`);
  return drawn.count;
}
