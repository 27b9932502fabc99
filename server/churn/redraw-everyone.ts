import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { drawnStates, STATE_COLUMNS, saidColumns, stateColumns, taken } from "./draw-states";
import { personByPerson } from "./person-by-person";
import type { Rhythm } from "./rhythm";

/**
 * Draws everybody as of a day and notes in `step` whose segment changed. `shoppers`: the table of those whose main store may have
 * moved since they were drawn; null = anybody's may, and segments are noted changed or not. Rows that come out as
 * they stand are left, not even listed: with another model that is more than half of them, and they keep the day and the model
 * they were drawn with.
 * @returns how many were drawn.
 */
export async function redrawEveryone(scope: Scope, day: string, rhythm: Rhythm, shoppers: SQL | null): Promise<number> {
  const { db, workspaceId } = scope;
  const all = shoppers === null;
  const fresh = STATE_COLUMNS.map((name) => sql`d.${sql.identifier(name)}`);
  await db.execute(sql`drop table if exists pg_temp.redrawn`);
  await personByPerson(scope, () =>
    db.execute(sql`
      create temp table redrawn on commit drop as
      with ${drawnStates(scope, day, rhythm, shoppers ? { shoppers } : {})}
      select ${sql.join(fresh, sql`, `)}, s.customer_id as stood, s.segment as stood_as
      from drawn d full join (select * from customer_state where workspace_id = ${workspaceId}) s using (customer_id)
      where ${all}::boolean or (${saidColumns("s")}) is distinct from (${saidColumns("d")})`),
  );
  await db.execute(sql`
    insert into step (customer_id, day, segment, model_id)
    select coalesce(customer_id, stood), ${day}::date, segment, ${rhythm.modelId}::bigint
    from redrawn where ${all}::boolean or stood_as is distinct from segment`);
  await db.execute(sql`
    delete from customer_state s using redrawn d
    where s.workspace_id = ${workspaceId} and s.customer_id = d.stood and d.customer_id is null`);
  await db.execute(sql`
    update customer_state s set ${taken("d")} from redrawn d
    where s.workspace_id = ${workspaceId} and s.customer_id = d.customer_id and (${saidColumns("s")}) is distinct from (${saidColumns("d")})`);
  await db.execute(sql`
    insert into customer_state (workspace_id, ${stateColumns()})
    select ${workspaceId}::int, ${stateColumns()} from redrawn where stood is null order by customer_id`);
  const [row] = await db.execute<{ drawn: number }>(sql`
    select count(*)::int as drawn from customer_state where workspace_id = ${workspaceId}`);
  return row?.drawn ?? 0;
}
