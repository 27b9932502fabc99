import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { drawnStates, stateColumns } from "./draw-states";
import { personByPerson } from "./person-by-person";
import type { Rhythm } from "./rhythm";

/** The portrait of every person as of the workspace's today, where there is none yet, in the order of its key: one pass over the visits. */
export async function writeStates(scope: Scope, rhythm: Rhythm): Promise<number> {
  const { db, workspaceId, today } = scope;
  await db.execute(sql`delete from customer_state where workspace_id = ${workspaceId}`);
  const written = await personByPerson(scope, () =>
    db.execute(sql`
      insert into customer_state (workspace_id, ${stateColumns()})
      with ${drawnStates(scope, today, rhythm)}
      select ${workspaceId}::int, ${stateColumns()} from drawn order by customer_id`),
  );
  return written.count;
}
