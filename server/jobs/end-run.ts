import { and, eq } from "drizzle-orm";
import { jobRun } from "@/db/schema";
import type { Scope } from "../scope";

/**
 * Ends a run in the transaction that did its work, so that whoever asks whether it is under way (`following/ask-for-list.ts`) never
 * finds one that has written all it will. Where the worker is killed after it, the queue finds it done and runs it no more.
 */
export async function endRun(
  { db, workspaceId, now }: Scope,
  runId: number,
  state: "done" | "failed" = "done",
): Promise<void> {
  await db
    .update(jobRun)
    .set({ state, finishedAt: now })
    .where(and(eq(jobRun.workspaceId, workspaceId), eq(jobRun.id, runId)));
}
