import { and, eq, sql } from "drizzle-orm";
import { jobRun } from "@/db/schema";
import { endRun } from "../jobs/end-run";
import { enqueue, RETRIES } from "../jobs/enqueue";
import type { Handler, Job } from "../jobs/run";
import type { Scope } from "../scope";
import { askForList, type ChangeStep, listWithout } from "./ask-for-list";
import { openChange } from "./cohort/open-change";
import { countChange } from "./counting/count-change";
import { forgetMoved } from "./counting/forget-moved";
import { lookForDrift } from "./drift/look-for-drift";
import { drawUpList } from "./list/draw-up-list";
import { advanceChange } from "./monitors/advance-change";
import { goWithoutPlacebos } from "./placebos/awaits-placebos";
import { runPlacebos } from "./placebos/run-placebos";
import { readChange } from "./reading/read-change";
import { runReplay } from "./replay/run-replay";

/** What a step of one change did; null where there is nothing to go on with. */
export interface StepDone {
  rows: number;
  counts?: Record<string, number>;
}

export const openCohortJob = step("open-cohort", openChange, "count-days");
export const countDaysJob = step("count-days", countChange, "advance-monitors");
export const advanceMonitorsJob = step("advance-monitors", advanceChange, "read-change");
export const readChangeJob = step("read-change", readChange, null);

/**
 * One change's step in one transaction, at the end of which the next one is asked for; where it is the last one, where there is
 * nothing to go on with and where it fails, the list over all changes.
 */
function step<Q extends ChangeStep>(
  _queue: Q,
  act: (scope: Scope, changeId: number) => Promise<StepDone | null>,
  next: Exclude<ChangeStep, "open-cohort"> | null,
): Handler<ChangeStep> {
  return async (job: Job, { changeId }: { changeId: number }) => {
    const done = await job
      .inScope(async (scope) => {
        // Changes go side by side: more processes for one of them take from the others and hardly make it faster.
        await scope.db.execute(sql`set local max_parallel_workers_per_gather = 0`);
        const did = await act(scope, changeId);
        await endRun(scope, job.runId);
        if (did !== null && next !== null) await enqueue(scope, next, `change:${changeId}`, { changeId });
        else await askForList(scope);
        return did;
      })
      .catch((error: unknown) => listWithout(job, error));
    await job.report(done?.rows ?? 0, done?.counts);
  };
}

/** Tonight's list over all changes; the last step of the day, also where there are none. */
export const drawUpListJob: Handler<"draw-up-list"> = async (job) => {
  const done = await job.inScope(async (scope) => {
    const drawn = await drawUpList(scope);
    await forgetMoved(scope);
    return drawn;
  });
  await job.report(done.rows, done.counts);
};

/** Once a week. */
export const lookForDriftJob: Handler<"look-for-drift"> = async (job) => {
  const done = await job.inScope(lookForDrift);
  await job.report(done.rows, done.counts);
};

/** What arms differ by where nothing changed; the alarms of the change, which waited for it, are then run. */
export const runPlacebosJob: Handler<"run-placebos"> = async (job, { changeId }) => {
  const done = await job
    .inScope(async (scope) => {
      const ran = await runPlacebos(scope, changeId);
      if (ran !== null) await enqueue(scope, "advance-monitors", `change:${changeId}`, { changeId });
      return ran;
    })
    .catch((error: unknown) => withoutPlacebos(job, changeId, error));
  await job.report(done?.rows ?? 0, done?.counts);
};

/** After the last try the alarms wait no more. */
async function withoutPlacebos(job: Job, changeId: number, error: unknown): Promise<never> {
  await job.inScope(async (scope) => {
    const [run] = await scope.db
      .select({ tries: jobRun.tries })
      .from(jobRun)
      .where(and(eq(jobRun.workspaceId, scope.workspaceId), eq(jobRun.id, job.runId)));
    if ((run?.tries ?? 0) <= RETRIES || !(await goWithoutPlacebos(scope, changeId))) return;
    await enqueue(scope, "advance-monitors", `change:${changeId}`, { changeId });
  });
  throw error;
}

/** Asked for on a page; the command runs the same. */
export const runReplayJob: Handler<"run-replay"> = async (job, { replayId }) => {
  const done = await job.inScope((scope) => runReplay(scope, replayId));
  await job.report(done.rows, done.counts);
};
