import { askAfterPortraits } from "../following/after-portraits";
import { listWithout } from "../following/ask-for-list";
import { endRun } from "../jobs/end-run";
import { enqueue } from "../jobs/enqueue";
import type { Handler } from "../jobs/run";
import { portraitsAlone } from "./portraits-alone";
import { readCalibration } from "./read-calibration";
import { readTracking } from "./read-tracking";
import { refitModel } from "./refit-model";
import { refreshPortraits } from "./refresh-portraits";

/** The model in force, and where it is a new one how the base followed the promises of an older. */
export const refitModelJob: Handler<"refit-model"> = async (job) => {
  const reason = await job
    .inScope(async (scope) => {
      await portraitsAlone(scope);
      const refitted = await refitModel(scope);
      if (refitted !== null) await readTracking(scope);
      await endRun(scope, job.runId);
      await enqueue(scope, "refresh-portraits", "workspace", {});
      return refitted;
    })
    .catch((error: unknown) => listWithout(job, error));
  await job.report(reason === null ? 0 : 1, reason === null ? {} : { [reason]: 1 });
};

/** Portraits and memberships up to today, and whether the promises of 28 days ago were kept. */
export const refreshPortraitsJob: Handler<"refresh-portraits"> = async (job) => {
  const { drawn, days, moved, everyone } = await job
    .inScope(async (scope) => {
      await portraitsAlone(scope);
      const refreshed = await refreshPortraits(scope);
      await readCalibration(scope);
      await endRun(scope, job.runId);
      await enqueue(scope, "judge-data", "workspace", {});
      await askAfterPortraits(scope);
      return refreshed;
    })
    .catch((error: unknown) => listWithout(job, error));
  if (everyone) await job.workshop.owner.sql`analyze customer_state, membership`;
  await job.report(drawn, { days, moved, everyone: Number(everyone) });
};
