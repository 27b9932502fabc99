import { sql } from "drizzle-orm";
import { inWorkspace, type Scope } from "../scope";
import { enqueue } from "./enqueue";
import type { Workshop } from "./run";

/**
 * In earlier versions the job `derive` was the whole night, `follow-change` all of one change. Where the jobs of the night were run by an earlier version, and the first step of the day was never asked for, it is: it stands
 * for all that waited. What waited in the queues that are gone is ended. Asked for once: another worker finds it done.
 * @returns the workspaces asked for
 */
export async function takeOver(workshop: Workshop): Promise<number[]> {
  const found = await workshop.owner.sql<{ id: number }[]>`
    select w.id from workspace w
    where exists (select from job_run r where r.workspace_id = w.id and r.job in ('derive', 'follow-change'))
      and not exists (select from job_run r where r.workspace_id = w.id and r.job = 'derive-visits')
    order by w.id`;
  const actor = { kind: "job", name: "take-over" } as const;
  for (const { id: workspaceId } of found) {
    await inWorkspace(workshop.app.db, { workspaceId, actor, now: workshop.clock() }, askForAll);
  }
  return found.map(({ id }) => id);
}

async function askForAll(scope: Scope): Promise<void> {
  const { db, workspaceId, now } = scope;
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`take-over:${workspaceId}`}, 7041967))`);
  const [asked] = await db.execute(
    sql`select from job_run where workspace_id = ${workspaceId} and job = 'derive-visits' limit 1`,
  );
  if (asked) return;
  await enqueue(scope, "derive-visits", "workspace", {});
  await db.execute(sql`
    with ended as (
      update job_run set state = 'done', finished_at = ${now.toISOString()}::timestamptz
      where workspace_id = ${workspaceId} and job in ('derive', 'follow-change') and state in ('queued', 'running', 'failed')
      returning queue_id
    )
    delete from pgboss.job j using ended e where j.name in ('derive', 'follow-change') and j.id::text = e.queue_id`);
}
