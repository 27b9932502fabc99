import { deriveAlone } from "../customers/derive-visits";
import { enqueue } from "../jobs/enqueue";
import type { Handler } from "../jobs/run";
import { rhythmAsOf } from "./rhythm-as-of";
import { writeStates } from "./write-states";

/** The model in force. */
export const refitModelJob: Handler<"refit-model"> = async (job) => {
  await job.inScope(async (scope) => {
    await deriveAlone(scope);
    await rhythmAsOf(scope, scope.today);
    await enqueue(scope, "refresh-portraits", "workspace", {});
  });
};

/** Portraits as of today. */
export const refreshPortraitsJob: Handler<"refresh-portraits"> = async (job) => {
  const written = await job.inScope(async (scope) => {
    await deriveAlone(scope);
    const people = await writeStates(scope, await rhythmAsOf(scope, scope.today));
    await enqueue(scope, "start-changes", "workspace", {});
    await enqueue(scope, "judge-data", "workspace", {});
    return people;
  });
  await job.workshop.owner.sql`analyze customer_state`;
  await job.report(written);
};
