import { and, eq, inArray, sql } from "drizzle-orm";
import { jobRun } from "@/db/schema";
import { enqueue } from "../jobs/enqueue";
import type { Queue } from "../jobs/queues";
import type { Scope } from "../scope";

/** Steps of one change: each asks for the next, or at its end for the list. */
export const CHANGE_STEPS = [
  "open-cohort",
  "count-days",
  "advance-monitors",
  "read-change",
] as const satisfies readonly Queue[];
export type ChangeStep = (typeof CHANGE_STEPS)[number];

/**
 * Asks for the list over all changes where no step of any change waits or is under way: of many changes the one that ends last asks
 * for it. A step ends its own run first (`endRun`), in the same transaction. Steps that end at once ask one after the other.
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
        inArray(jobRun.job, [...CHANGE_STEPS]),
        inArray(jobRun.state, ["queued", "running"]),
      ),
    )
    .limit(1);
  if (!more) await enqueue(scope, "draw-up-list", "workspace", {});
}
