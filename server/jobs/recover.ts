import type PgBoss from "pg-boss";
import type { Workshop } from "./run";

/** Gives jobs back to their queue whose worker has not been heard of for half a minute (it was killed). */
export async function recover(boss: PgBoss, workshop: Workshop): Promise<number> {
  const { sql } = workshop.owner;
  const silent = await sql<{ workspace_id: number; id: string; job: string; queue_id: string }[]>`
    update job_run set state = 'queued', step = null, done = 0
    where workspace_id in (select id from workspace) and state = 'running'
      and heartbeat_at < ${new Date(workshop.clock().getTime() - 30_000).toISOString()}
    returning workspace_id, id, job, queue_id`;
  for (const run of silent) {
    await boss.fail(run.job, run.queue_id);
    await giveUp(workshop, run);
  }
  return silent.length;
}

/** A job that the queue tries no more is failed, or whoever asks for the same would wait for it for ever. */
async function giveUp(workshop: Workshop, run: { workspace_id: number; id: string; job: string; queue_id: string }) {
  await workshop.owner.sql`
    update job_run set state = 'failed', finished_at = ${workshop.clock().toISOString()}, error = 'its worker was killed too often'
    where workspace_id = ${run.workspace_id} and id = ${run.id} and state = 'queued' and not exists (
      select from pgboss.job
      where name = ${run.job} and id = ${run.queue_id}::uuid and state in ('created', 'retry', 'active'))`;
}
