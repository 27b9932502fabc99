import type { Handler } from "../jobs/run";
import { followChange } from "./follow-change";

/** Opens or advances the cohort of one change. */
export const followChangeJob: Handler<"follow-change"> = (job, { changeId }) =>
  job.inScope(async (scope) => {
    await followChange(scope, changeId, (step) => job.progress(step));
  });
