import { enqueue } from "../jobs/enqueue";
import type { Queue } from "../jobs/queues";
import type { Handler, Job } from "../jobs/run";
import type { Scope } from "../scope";
import { advanceChange } from "./advance-change";
import { countChange } from "./count-change";
import { drawUpList } from "./draw-up-list";
import { lookedLately } from "./keep-drift";
import { lookForDrift } from "./look-for-drift";
import { openChange } from "./open-change";
import { readChange } from "./read-change";
import { runPlacebos } from "./run-placebos";
import { runReplay } from "./run-replay";

type ChangeStep = "open-cohort" | "count-days" | "advance-monitors" | "read-change";

/** What a step of one change did; null where there is nothing to go on with. */
export interface StepDone {
  rows: number;
  counts?: Record<string, number>;
}

export const openCohortJob = step("open-cohort", openChange, "count-days");
export const countDaysJob = step("count-days", countChange, "advance-monitors");
export const advanceMonitorsJob = step("advance-monitors", advanceChange, "read-change");
export const readChangeJob = step("read-change", readChange, "draw-up-list");

/** One change's step in one transaction, at the end of which the next one is asked for. */
function step<Q extends ChangeStep>(
  _queue: Q,
  act: (scope: Scope, changeId: number) => Promise<StepDone | null>,
  next: Exclude<ChangeStep, "open-cohort"> | "draw-up-list",
): Handler<ChangeStep> {
  return async (job: Job, { changeId }: { changeId: number }) => {
    const done = await job.inScope(async (scope) => {
      const did = await act(scope, changeId);
      if (did === null) return null;
      if (next === "draw-up-list") await enqueue(scope, next, "workspace", {});
      else await enqueue(scope, next, `change:${changeId}`, { changeId });
      return did;
    });
    await job.report(done?.rows ?? 0, done?.counts);
  };
}

/** Tonight's list over all changes. */
export const drawUpListJob: Handler<"draw-up-list"> = async (job) => {
  const done = await job.inScope(async (scope) => {
    const drawn = await drawUpList(scope);
    if (!(await lookedLately(scope))) await enqueue(scope, "look-for-drift", "workspace", {});
    return drawn;
  });
  await job.report(done.rows, done.counts);
};

/** Once a week. */
export const lookForDriftJob: Handler<"look-for-drift"> = async (job) => {
  const done = await job.inScope(lookForDrift);
  await job.report(done.rows, done.counts);
};

/** What arms differ by where nothing changed; the alarms of the change are then run with it. */
export const runPlacebosJob: Handler<"run-placebos"> = async (job, { changeId }) => {
  const done = await job.inScope(async (scope) => {
    const ran = await runPlacebos(scope, changeId);
    if (ran !== null) await enqueue(scope, "advance-monitors", `change:${changeId}`, { changeId });
    return ran;
  });
  await job.report(done?.rows ?? 0, done?.counts);
};

/** Asked for on a page; the command runs the same. */
export const runReplayJob: Handler<"run-replay"> = async (job, { replayId }) => {
  const done = await job.inScope((scope) => runReplay(scope, replayId));
  await job.report(done.rows, done.counts);
};

export type FollowingQueue = Extract<Queue, ChangeStep | "draw-up-list">;
