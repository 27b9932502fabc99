import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import PgBoss from "pg-boss";
import { queueDatabase } from "@/db/queue";
import { jobRun } from "@/db/schema";
import { clientOf } from "@/db/transaction-client";
import type { Scope } from "../scope";
import { ASKED, type Payloads, type Queue } from "./queues";

/** A job that throws is tried so many times more. */
export const RETRIES = 5;

/** Never started: it only writes rows through the transaction it is given. */
const writer = new PgBoss({ db: { executeSql: async () => ({ rows: [], rowCount: 0 }) }, migrate: false });

/**
 * Asks for a job in the transaction that wrote its input. A job already waiting for the same subject serves both: it is
 * held until this transaction has ended, so that it does not begin before there is anything to see. Workers are told at the end
 * of the transaction, wherever they are, and look at once.
 * Returns the job_run id, which pages follow.
 */
export async function enqueue<Q extends Queue>(
  scope: Scope,
  queue: Q,
  subject: string,
  payload: Payloads[Q],
): Promise<number> {
  const [waiting] = await scope.db
    .select({ id: jobRun.id })
    .from(jobRun)
    .where(
      and(
        eq(jobRun.workspaceId, scope.workspaceId),
        eq(jobRun.job, queue),
        eq(jobRun.subject, subject),
        eq(jobRun.state, "queued"),
      ),
    )
    .for("update");
  if (waiting) return waiting.id;
  const queueId = randomUUID();
  const [run] = await scope.db
    .insert(jobRun)
    .values({
      workspaceId: scope.workspaceId,
      job: queue,
      queueId,
      subject,
      state: "queued",
      queuedAt: scope.now,
      day: scope.today,
      rootId: scope.actor.kind === "job" ? scope.actor.rootId : undefined,
    })
    .returning({ id: jobRun.id });
  if (!run) throw new Error("job_run was not written");
  await writer.send(
    queue,
    { workspaceId: scope.workspaceId, runId: run.id, ...payload },
    { id: queueId, db: queueDatabase(clientOf(scope.db)), retryLimit: RETRIES, retryDelay: 2, expireInHours: 6 },
  );
  await scope.db.execute(sql`select pg_notify(${ASKED}::text, ${queue}::text)`);
  return run.id;
}
