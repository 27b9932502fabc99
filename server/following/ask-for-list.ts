import { and, eq, inArray, sql } from "drizzle-orm";
import { jobRun } from "@/db/schema";
import { endRun } from "../jobs/end-run";
import { enqueue } from "../jobs/enqueue";
import type { Queue } from "../jobs/queues";
import type { Job } from "../jobs/run";
import type { Scope } from "../scope";

/** Steps of one change: each asks for the next, or at its end for the list. */
export const CHANGE_STEPS = [
  "open-cohort",
  "count-days",
  "advance-monitors",
  "read-change",
] as const satisfies readonly Queue[];
/** The list comes after all that it is made of. */
export const BEFORE_LIST: Queue[] = [...CHANGE_STEPS, "start-changes", "refit-model", "refresh-portraits"];
export type ChangeStep = (typeof CHANGE_STEPS)[number];

/**
 * Asks for the list over all changes where no step of any change, nor the portraits, waits or is under way: what ends last asks for
 * it. A step ends its own run first (`endRun`), in the same transaction. Steps that end at once ask one after the other.
 */
export async function askForList(scope: Scope): Promise<void> {
  const { db, workspaceId } = scope;
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`ask-list:${workspaceId}`}, 7041967))`);
  const [more] = await db
    .select({ id: jobRun.id })
    .from(jobRun)
    .where(
      and(
        eq(jobRun.workspaceId, workspaceId),
        inArray(jobRun.job, BEFORE_LIST),
        inArray(jobRun.state, ["queued", "running"]),
      ),
    )
    .limit(1);
  if (!more) await enqueue(scope, "draw-up-list", "workspace", {});
}

/** After a step that failed: the others ended while they counted on it to ask for the list. */
export async function listWithout(job: Job, error: unknown): Promise<never> {
  await job.inScope(async (scope) => {
    await endRun(scope, job.runId, "failed");
    await askForList(scope);
  });
  throw error;
}
