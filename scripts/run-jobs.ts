import { setTimeout as wait } from "node:timers/promises";
import PgBoss from "pg-boss";
import { queueDatabase } from "../db/queue";
import { type Handlers, type Workshop, work } from "../server/jobs/run";

interface Standing {
  job: string;
  step: string | null;
  done: string;
  total: string | null;
}

const LOOK_EVERY_MS = 200;

/**
 * Works on the queues in this process until a workspace has no job waiting or running, beside a worker if there is one.
 * Throws if one of its jobs has failed for good since `since`.
 */
export async function runJobs(
  workshop: Workshop,
  options: { workspaceId: number; handlers: Handlers; since: Date; onStep(standing: Standing): void },
): Promise<void> {
  const { sql } = workshop.owner;
  const boss = new PgBoss({ db: queueDatabase(workshop.app.sql), migrate: false });
  boss.on("error", () => {});
  await boss.start();
  try {
    await work(boss, workshop, options.handlers);
    for (;;) {
      const [standing] = await sql<(Standing & { left: number })[]>`
        select job, step, done, total, count(*) over () as left from job_run
        where workspace_id = ${options.workspaceId} and state in ('queued', 'running')
        order by state = 'running' desc, id limit 1`;
      if (!standing) break;
      options.onStep(standing);
      await wait(LOOK_EVERY_MS);
    }
  } finally {
    await boss.stop({ graceful: true, wait: true, timeout: 4_000 }).catch(() => {});
  }
  const [failed] = await sql<{ job: string; error: string | null }[]>`
    select job, error from job_run where workspace_id = ${options.workspaceId} and state = 'failed'
      and queued_at >= ${options.since.toISOString()} limit 1`;
  if (failed) throw new Error(`The job ${failed.job} failed: ${failed.error ?? "no reason given"}`);
}
