import { and, eq, inArray, sql } from "drizzle-orm";
import { jobRun, visit } from "@/db/schema";
import type { Scope } from "../scope";

/**
 * Until the transaction ends no visits are derived (customers/derive-visits.ts takes the same lock alone), so that the version asked
 * for and the visits read are of one moment. Many may read at once. Taken before `followAlone`, as an erasure does.
 */
export async function visitsStand({ db, workspaceId }: Scope): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${`derive:${workspaceId}`}, 7041967))`);
}

/**
 * Whether visits are there and no derivation waits or is under way, whose steps ask for every change again. Under `visitsStand`: a
 * derivation that was under way has ended, with its run.
 */
export async function visitsAreIn({ db, workspaceId }: Scope): Promise<boolean> {
  const [waiting] = await db
    .select({ id: jobRun.id })
    .from(jobRun)
    .where(
      and(
        eq(jobRun.workspaceId, workspaceId),
        eq(jobRun.job, "derive-visits"),
        inArray(jobRun.state, ["queued", "running"]),
      ),
    )
    .limit(1);
  if (waiting) return false;
  const [known] = await db.select({ day: visit.day }).from(visit).where(eq(visit.workspaceId, workspaceId)).limit(1);
  return known !== undefined;
}
