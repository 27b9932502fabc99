import { EventEmitter, once } from "node:events";
import { z } from "zod";
import type { Queue } from "./queues";
import { queues } from "./queues";
import { type Handler, type Handlers, runOne, type Workshop } from "./run";

const waiting = z.object({ workspaceId: z.number(), runId: z.number() }).loose();

/**
 * Runs what waits for a workspace in this process, and what those jobs ask for in turn, until nothing waits: the way of commands and
 * tests, which have no worker. `lanes` jobs run at a time, one after another by default. A job is marked as taken first, so a worker
 * beside does not run it too; where this process is killed, `recover.ts` gives it back. Jobs of the queues `later` are left to the
 * worker.
 * @returns how many ran. Throws where one fails, once those under way have ended.
 */
export async function runChain(
  workshop: Workshop,
  workspaceId: number,
  handlers: Handlers,
  later: readonly Queue[] = [],
  lanes = 1,
): Promise<number> {
  const { sql } = workshop.owner;
  const bell = new EventEmitter();
  let [ran, busy, isOver] = [0, 0, false];
  const runNext = async () => {
    const taken = await takeNext(workshop, workspaceId, later);
    if (taken === null) return false;
    await runOne(workshop, taken.queue, taken.ticket, handlers[taken.queue] as Handler<Queue>).finally(
      () => sql`delete from pgboss.job where name = ${taken.queue} and id = ${taken.id}::uuid`,
    );
    ran += 1;
    bell.emit("ring");
    return true;
  };
  // A lane that finds nothing waits for what the others are at: it may ask for more.
  const lane = async () => {
    try {
      while (!isOver) {
        busy += 1;
        while (!isOver && (await runNext()));
        busy -= 1;
        if (busy === 0) isOver = true;
        else if (!isOver) await once(bell, "ring");
      }
    } finally {
      isOver = true;
      bell.emit("ring");
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const each of ended) if (each.status === "rejected") throw each.reason;
  return ran;
}

async function takeNext(workshop: Workshop, workspaceId: number, later: readonly Queue[]) {
  const { sql } = workshop.owner;
  const now = workshop.clock().toISOString();
  const runs = await sql<{ job: string; queue_id: string }[]>`
    select job, queue_id from job_run
    where workspace_id = ${workspaceId} and state = 'queued' and not job = any(${[...later]}::text[]) order by id`;
  for (const { job, queue_id: id } of runs) {
    const [taken] = await sql<{ data: unknown }[]>`
      with taken as (
        update pgboss.job set state = 'active', started_on = now()
        where name = ${job} and id = ${id}::uuid and state in ('created', 'retry') returning data
      ), told as (
        update job_run set state = 'running', heartbeat_at = ${now}
        where workspace_id = ${workspaceId} and queue_id = ${id} and exists (select from taken)
      )
      select data from taken`;
    const queue = queues.find((name) => name === job);
    if (taken && queue) {
      const data = typeof taken.data === "string" ? JSON.parse(taken.data) : taken.data;
      return { queue, id, ticket: waiting.parse(data) };
    }
  }
  return null;
}
