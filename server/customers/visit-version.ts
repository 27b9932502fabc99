import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/**
 * The version up to which visits are derived: every row of `visit_moved` that this transaction does not see yet will have a
 * larger one, because versions are given under the lock of `deriveAlone`, which is held until they are committed. Rows that
 * every cohort has counted are taken off, so what cohorts have counted is asked too. 0 = nothing has ever moved. To be read
 * before the visits themselves: what is derived in between is then looked at twice, never not at all.
 */
export async function currentVersion({ db, workspaceId }: Scope): Promise<number> {
  const [row] = await db.execute<{ version: string }>(sql`
    select greatest(
      coalesce((select max(version) from visit_moved where workspace_id = ${workspaceId}), 0),
      coalesce((select max(greatest(counted_version, read_version)) from cohort where workspace_id = ${workspaceId}), 0)
    )::bigint as version`);
  return Number(row?.version ?? 0);
}
