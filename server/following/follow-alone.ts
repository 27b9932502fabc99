import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/** An import and an edit may both ask for the same change: the second waits, and finds what the first has written. */
export async function followAlone({ db, workspaceId }: Scope, changeId: number): Promise<void> {
  await db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`follow:${workspaceId}:${changeId}`}, 7041967))`,
  );
}
