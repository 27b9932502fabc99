import { eq, sql } from "drizzle-orm";
import { visit } from "@/db/schema";
import type { Queue } from "../jobs/queues";
import type { Scope } from "../scope";

/** What a cohort is frozen from: visits, the model in force, portraits. */
const MADE_OF: Queue[] = ["derive-visits", "refit-model", "refresh-portraits"];

/**
 * Whether visits are there and everything that a cohort is frozen from was made: no step of it waits, is under way or did not work
 * the last time. Where it says no, the end of the portraits asks for what is still to be frozen (after-portraits.ts), and sees it:
 * it waits here for whoever was told so (`portraitsEnd`). Under `visitsStand`: a derivation that was under way has ended.
 */
export async function readyToFreeze({ db, workspaceId }: Scope): Promise<boolean> {
  await db.execute(sql`select pg_advisory_xact_lock_shared(${freezing(workspaceId)})`);
  const [waits] = await db.execute(sql`
    select from job_run r where r.workspace_id = ${workspaceId} and r.job in ${MADE_OF} and (
      r.state in ('queued', 'running') or (r.state = 'failed' and not exists (
        select from job_run l where l.workspace_id = r.workspace_id and l.job = r.job and l.id > r.id)))
    limit 1`);
  if (waits) return false;
  const [known] = await db.select({ day: visit.day }).from(visit).where(eq(visit.workspaceId, workspaceId)).limit(1);
  return known !== undefined;
}

/** Taken by the end of the portraits before it looks for what is not frozen: until it commits nobody is told whether to freeze. */
export async function portraitsEnd({ db, workspaceId }: Scope): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${freezing(workspaceId)})`);
}

const freezing = (workspaceId: number) => sql`hashtextextended(${`freeze:${workspaceId}`}, 7041967)`;
