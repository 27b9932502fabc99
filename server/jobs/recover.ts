import type PgBoss from "pg-boss";
import type postgres from "postgres";
import { queueDatabase } from "@/db/queue";
import { askForList, BEFORE_LIST } from "../following/ask-for-list";
import { inWorkspace } from "../scope";
import type { Workshop } from "./run";

/** A worker says every five seconds that it is there. */
const SILENT_MS = 30_000;

type Silent = { workspace_id: number; id: string; job: string; queue_id: string; state: string };

/**
 * Gives jobs back to their queue whose worker has not been heard of for half a minute (it was killed), wherever in the job that
 * was: taken but not begun, under way, failed but not given back. Of one that was done only the queue is told. Row and queue
 * change together, so nothing is lost where this is killed too; of two workers that recover at once one finds nothing left. Where a
 * step before the list is given up on, the list is drawn without its last figures.
 * @returns how many were given back
 */
export async function recover(boss: PgBoss, workshop: Workshop): Promise<number> {
  const since = new Date(workshop.clock().getTime() - SILENT_MS).toISOString();
  const given = await workshop.owner.sql.begin(async (sql) => {
    const silent = await silentRuns(sql, since);
    const db = queueDatabase(sql);
    const without: number[] = [];
    for (const run of silent) {
      if (run.state === "done") await boss.complete(run.job, run.queue_id, {}, { db });
      else await boss.fail(run.job, run.queue_id, {}, { db });
      if (run.state === "done") continue;
      const gone = await giveUp(sql, run, workshop.clock());
      if (gone && BEFORE_LIST.some((step) => step === run.job)) without.push(Number(run.workspace_id));
    }
    return { back: silent.filter(({ state }) => state !== "done").length, without: new Set(without) };
  });
  const actor = { kind: "job", name: "recover" } as const;
  for (const workspaceId of given.without)
    await inWorkspace(workshop.app.db, { workspaceId, actor, now: workshop.clock() }, askForList);
  return given.back;
}

/** Runs whose worker is silent; those under way wait again. */
function silentRuns(sql: postgres.TransactionSql, since: string): Promise<Silent[]> {
  return sql<Silent[]>`
    with taken as (
      select name, id from pgboss.job where state = 'active' and started_on < ${since}
    ),
    silent as (
      select r.workspace_id, r.id, r.state from job_run r
      where r.workspace_id in (select id from workspace)
        and coalesce(case when r.state <> 'running' then r.finished_at end, r.heartbeat_at, r.queued_at) < ${since}
        and (r.state = 'running' or exists (select from taken t where t.name = r.job and t.id::text = r.queue_id))
      for update skip locked
    )
    update job_run r set state = case r.state when 'running' then 'queued' else r.state end, step = null, done = 0
    from silent s where r.workspace_id = s.workspace_id and r.id = s.id
    returning r.workspace_id, r.id, r.job, r.queue_id, r.state`;
}

/** A job that the queue tries no more is failed, or whoever asks for the same would wait for it for ever. */
async function giveUp(sql: postgres.TransactionSql, run: Silent, now: Date): Promise<boolean> {
  const given = await sql`
    update job_run set state = 'failed', finished_at = ${now.toISOString()}, error = 'its worker was killed too often'
    where workspace_id = ${run.workspace_id} and id = ${run.id} and state = 'queued' and not exists (
      select from pgboss.job
      where name = ${run.job} and id = ${run.queue_id}::uuid and state in ('created', 'retry', 'active'))`;
  return given.count > 0;
}
