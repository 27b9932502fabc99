import { and, eq, inArray, sql } from "drizzle-orm";
import { change } from "@/db/schema";
import { askForList, listWithout } from "../following/ask-for-list";
import { findResting } from "../following/find-resting";
import { endRun } from "../jobs/end-run";
import { enqueue } from "../jobs/enqueue";
import type { Handler } from "../jobs/run";
import type { Scope } from "../scope";
import { startDue } from "./start-due";

/**
 * Planned changes whose day has come go live by themselves; then every change that has begun is gone through, but for those
 * of which nothing is left to do; without any, the list alone is drawn.
 */
export const startChangesJob: Handler<"start-changes"> = async (job) => {
  const counts = await job
    .inScope(async (scope) => {
      const started = await startDue(scope);
      const resting = await findResting(scope);
      const begun = (await begunChanges(scope)).filter((id) => !resting.has(id));
      for (const id of begun) await enqueue(scope, "open-cohort", `change:${id}`, { changeId: id });
      await endRun(scope, job.runId);
      if (begun.length === 0) await askForList(scope);
      return { started: started.length, begun: begun.length };
    })
    .catch((error: unknown) => listWithout(job, error));
  await job.report(counts.begun, counts);
};

/** In the order of their first days. */
async function begunChanges(scope: Scope): Promise<number[]> {
  const begun = await scope.db
    .select({ id: change.id })
    .from(change)
    .where(
      and(
        eq(change.workspaceId, scope.workspaceId),
        eq(change.nature, "change"),
        inArray(change.state, ["live", "ended", "rolled_back", "cancelled"]),
      ),
    )
    .orderBy(sql`coalesce(${change.startActual}, ${change.startPlanned})`, change.id);
  return begun.map(({ id }) => id);
}
