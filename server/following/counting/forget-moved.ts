import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";

/** Held by whoever reads moved visits, or what is kept of when they were: until it ends nothing of them is taken off. */
export async function movesStand({ db, workspaceId }: Scope): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${`moved:${workspaceId}`}, 7041967))`);
}

/**
 * Takes off the moved visits that everybody has seen: every change but cancelled ones has counted and read them on its present
 * revision, whether or not its alarms are closed, and they were held against the models. A revision that is counted again later than
 * that starts anew (`counted_with` is emptied). While somebody else reads them it is left to a later step.
 */
export async function forgetMoved(scope: Scope): Promise<void> {
  const { db, workspaceId } = scope;
  const [alone] = await db.execute<{ held: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`moved:${workspaceId}`}, 7041967)) as held`,
  );
  if (!alone?.held) return;
  const bound = await seenByAll(scope);
  if (bound === null) return;
  const gone = await db.execute(sql`
    delete from visit_moved where workspace_id = ${workspaceId} and version <= ${bound}::bigint`);
  if (gone.count === 0) return;
  await db.execute(sql`
    update cohort set counted_with = null where workspace_id = ${workspaceId} and counted_version < ${bound}::bigint
      and counted_with is not null`);
  await db.execute(sql`
    update cohort set read_with = null where workspace_id = ${workspaceId} and read_version < ${bound}::bigint
      and read_with is not null`);
}

/** The last version that all have seen; null where portraits have not begun, or somebody has seen nothing. */
async function seenByAll({ db, workspaceId }: Scope): Promise<string | null> {
  const [row] = await db.execute<{ bound: string | null }>(sql`
    select nullif(least(p.version, (
      select min(least(coalesce(k.counted_version, 0), coalesce(k.read_version, 0)))
      from cohort k join change c on c.workspace_id = k.workspace_id and c.id = k.change_id and c.revision = k.revision
      where k.workspace_id = ${workspaceId} and c.state in ('live', 'ended', 'rolled_back') and k.counted_through is not null
    )), 0)::text as bound
    from portrait_day p where p.workspace_id = ${workspaceId}`);
  return row?.bound ?? null;
}
