import { and, eq, inArray } from "drizzle-orm";
import { jobRun, visit } from "@/db/schema";
import type { Queue } from "../jobs/queues";
import type { Scope } from "../scope";

/** What a cohort is frozen from: visits, the model in force, portraits. */
const MADE_OF: Queue[] = ["derive-visits", "refit-model", "refresh-portraits"];

/**
 * Whether visits are there and no step waits or is under way whose end asks for what is still to be frozen. Under `visitsStand`: a
 * derivation that was under way has ended, with its run.
 */
export async function readyToFreeze({ db, workspaceId }: Scope): Promise<boolean> {
  const [waiting] = await db
    .select({ id: jobRun.id })
    .from(jobRun)
    .where(
      and(
        eq(jobRun.workspaceId, workspaceId),
        inArray(jobRun.job, MADE_OF),
        inArray(jobRun.state, ["queued", "running"]),
      ),
    )
    .limit(1);
  if (waiting) return false;
  const [known] = await db.select({ day: visit.day }).from(visit).where(eq(visit.workspaceId, workspaceId)).limit(1);
  return known !== undefined;
}
