import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { drawnStates, stateColumns } from "./draw-states";
import type { Rhythm } from "./rhythm";

/** The portrait of every person as of a day (the workspace's today), written whole, in the order of its key: one pass over the visits. */
export async function writeStates(scope: Scope, rhythm: Rhythm, asOf = scope.today): Promise<number> {
  const { db, workspaceId } = scope;
  await db.execute(sql`delete from customer_state where workspace_id = ${workspaceId}`);
  const written = await db.execute(sql`
    insert into customer_state (workspace_id, ${stateColumns()})
    with ${drawnStates(scope, asOf, rhythm)}
    select ${workspaceId}::int, ${stateColumns()} from drawn order by customer_id`);
  return written.count;
}
