import { sql } from "drizzle-orm";
import type { Queue } from "../jobs/queues";
import type { Scope } from "../scope";

/** What a cohort is frozen from: visits, the model in force, portraits. */
const MADE_OF: Queue[] = ["derive-visits", "refit-model", "refresh-portraits"];

/**
 * Whether something that a cohort is frozen from is still to be made: a step of it waits, is under way or did not work the last
 * time. Who is told so leaves the change alone: the end of the portraits asks for what is still to be frozen (after-portraits.ts),
 * and sees it, as it waits for whoever was told (`portraitsEnd`). Under `visitsStand`: a derivation that was under way has ended.
 */
export async function portraitsWait({ db, workspaceId }: Scope): Promise<boolean> {
  await db.execute(sql`select pg_advisory_xact_lock_shared(${freezing(workspaceId)})`);
  const [waits] = await db.execute(sql`
    select from job_run r where r.workspace_id = ${workspaceId} and r.job in ${MADE_OF} and (
      r.state in ('queued', 'running') or (r.state = 'failed' and not exists (
        select from job_run l where l.workspace_id = r.workspace_id and l.job = r.job and l.id > r.id)))
    limit 1`);
  return waits !== undefined;
}

/** Taken by the end of the portraits before it looks for what is not frozen: until it commits nobody is told whether to wait. */
export async function portraitsEnd({ db, workspaceId }: Scope): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${freezing(workspaceId)})`);
}

const freezing = (workspaceId: number) => sql`hashtextextended(${`freeze:${workspaceId}`}, 7041967)`;
