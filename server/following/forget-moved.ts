import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/** Held by whoever reads moved visits, or what is kept of when they were: until it ends nothing of them is taken off. */
export async function movesStand({ db, workspaceId }: Scope): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${`moved:${workspaceId}`}, 7041967))`);
}

/**
 * Takes off the moved visits that every followed change has counted and read. A change counts as followed while it is on its present
 * revision and not over; one that is counted again later than that starts anew (`counted_with` is emptied).
 * While somebody else reads them it is left to a later reading.
 */
export async function forgetMoved({ db, workspaceId }: Scope): Promise<void> {
  const [alone] = await db.execute<{ held: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`moved:${workspaceId}`}, 7041967)) as held`,
  );
  if (!alone?.held) return;
  const [row] = await db.execute<{ bound: string | null }>(sql`
    select min(least(coalesce(k.counted_version, 0), coalesce(k.read_version, 0)))::text as bound
    from cohort k join change c on c.workspace_id = k.workspace_id and c.id = k.change_id and c.revision = k.revision
    where k.workspace_id = ${workspaceId} and c.state in ('live', 'ended') and k.counted_through is not null and not exists (
      select from monitor m where m.workspace_id = k.workspace_id and m.change_id = k.change_id and m.revision = k.revision
        and m.slice = 'all' and m.closed_on is not null)`);
  const bound = row?.bound;
  if (bound == null || bound === "0") return;
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
