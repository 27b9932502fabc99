import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/**
 * Until the transaction ends no visits are derived (derive-visits.ts takes the same lock alone), so that the version asked for and the
 * visits read are of one moment. Many may read at once. Taken before `followAlone`, as an erasure does.
 */
export async function visitsStand({ db, workspaceId }: Scope): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${`derive:${workspaceId}`}, 7041967))`);
}
