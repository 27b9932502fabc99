import { and, eq } from "drizzle-orm";
import { jobRun } from "@/db/schema";
import { record } from "../audit/record";
import { Conflict, NotFound } from "../errors";
import type { Scope } from "../scope";
import { enqueue } from "./enqueue";
import type { Payloads, Queue } from "./queues";
import { repeatable } from "./schema";

/**
 * An admin asks for a step of the day once more: the same job about the same thing, and after it what follows from it. One that
 * waits already serves. @throws NotFound; Conflict where the step is not one that may be run by itself
 */
export async function runAgain(scope: Scope, { id }: { id: number }): Promise<void> {
  const [run] = await scope.db
    .select({ job: jobRun.job, subject: jobRun.subject })
    .from(jobRun)
    .where(and(eq(jobRun.workspaceId, scope.workspaceId), eq(jobRun.id, id)));
  if (!run) throw new NotFound("job_run");
  const queue = repeatable.find((one) => one === run.job);
  if (!queue) throw new Conflict("runs.notByItself");
  await enqueue(scope, queue, run.subject, payloadOf(queue, run.subject));
  await record(scope, {
    action: "data:step.again",
    subject: `job_run:${id}`,
    after: { job: queue, about: run.subject },
  });
}

/** What a step is about stands in its subject: `change:12`, or `workspace`. */
function payloadOf(queue: Queue, subject: string): Payloads[Queue] {
  const [, id] = /^change:(\d+)$/.exec(subject) ?? [];
  if (id !== undefined) return { changeId: Number(id) };
  if (subject !== "workspace") throw new Conflict("runs.notByItself", { queue });
  return {};
}
