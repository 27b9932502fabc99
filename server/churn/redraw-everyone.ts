import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import type { Rhythm } from "./rhythm";
import { writeStates } from "./write-states";

/**
 * Draws everybody as of a day and notes in `step` whose segment changed (`all`: what it is, changed or not). Written whole: with a new
 * model nearly every row differs, and to delete and insert in the order of the key costs less than to update.
 * @returns how many were drawn.
 */
export async function redrawEveryone(scope: Scope, day: string, rhythm: Rhythm, all = false): Promise<number> {
  const { db, workspaceId } = scope;
  await db.execute(sql`drop table if exists pg_temp.former`);
  await db.execute(sql`
    create temp table former on commit drop as
    select customer_id, segment from customer_state where workspace_id = ${workspaceId}`);
  await db.execute(sql`analyze former`);
  const drawn = await writeStates(scope, rhythm, day);
  await db.execute(sql`
    insert into step (customer_id, day, segment, model_id)
    select customer_id, ${day}::date, s.segment, ${rhythm.modelId}::bigint
    from former f full join (
      select customer_id, segment from customer_state where workspace_id = ${workspaceId}
    ) s using (customer_id)
    where ${all}::boolean or f.segment is distinct from s.segment`);
  return drawn;
}
