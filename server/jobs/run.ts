import { and, eq, sql } from "drizzle-orm";
import type PgBoss from "pg-boss";
import type { Connection } from "@/db/client";
import { jobRun } from "@/db/schema";
import { log, saidBy } from "../log";
import { type Actor, inWorkspace, type Scope } from "../scope";
import { type Payloads, type Queue, SIDE_BY_SIDE } from "./queues";

/** What a job works with: both logins, and the clock. */
export interface Workshop {
  app: Connection;
  owner: Connection;
  clock(): Date;
}

/** One run of one job. */
export interface Job {
  workshop: Workshop;
  workspaceId: number;
  runId: number;
  /** A transaction of the application login in the job's workspace. */
  inScope<T>(work: (scope: Scope) => Promise<T>): Promise<T>;
  /** A transaction of the owner's login, for bulk verbs. No policy holds it: each statement names its workspace. */
  asOwner<T>(work: (scope: Scope) => Promise<T>): Promise<T>;
  /** Says what the job did, for the page of the runs once it is done: rows it went through, and how many of what. */
  report(rows: number, counts?: Record<string, number>): Promise<void>;
  /** Says how far the job is, in a transaction of its own, so that pages see it at once. */
  progress(step: string, done?: number, total?: number): Promise<void>;
}

export type Handler<Q extends Queue> = (job: Job, payload: Payloads[Q]) => Promise<void>;

export type Handlers = { [Q in Queue]: Handler<Q> };

/**
 * Takes jobs off every queue until the boss stops, one of a queue at a time, two of those `SIDE_BY_SIDE`. A job that throws is tried
 * again by the queue.
 * @returns what makes the worker look into a queue at once instead of half a second later
 */
export async function work(boss: PgBoss, workshop: Workshop, handlers: Handlers): Promise<(queue: string) => void> {
  const workers = new Map<string, string[]>();
  const wake = (queue: string) => {
    for (const worker of workers.get(queue) ?? []) boss.notifyWorker(worker);
  };
  for (const queue of [...(Object.keys(handlers) as Queue[]), ...SIDE_BY_SIDE]) {
    const worker = await boss.work<Ticket>(queue, { pollingIntervalSeconds: 0.5, batchSize: 1 }, async ([ticket]) => {
      if (ticket) await runOne(workshop, queue, ticket.data, handlers[queue] as Handler<Queue>).catch(wordless);
      wake(queue);
    });
    workers.set(queue, [...(workers.get(queue) ?? []), worker]);
  }
  return wake;
}

/** The queue keeps what is thrown, in tables that know no workspaces: the log and the run's own row say why. */
function wordless(): never {
  throw new Error("the job failed: see its row in job_run");
}

interface Ticket {
  workspaceId: number;
  runId: number;
}

/** Runs one job now, in this process: the worker's way, and the commands' and tests'. */
export async function runOne(workshop: Workshop, queue: Queue, ticket: Ticket, handler: Handler<Queue>): Promise<void> {
  const { workspaceId, runId } = ticket;
  const actor: Extract<Actor, { kind: "job" }> = { kind: "job", name: queue, rootId: runId };
  const inScope = <T>(act: (scope: Scope) => Promise<T>) =>
    inWorkspace(workshop.app.db, { workspaceId, actor, now: workshop.clock() }, act);
  const mark = (values: Partial<typeof jobRun.$inferInsert>) =>
    inScope(({ db }) => db.update(jobRun).set(values).where(eq(jobRun.id, runId)));
  const started = workshop.clock();
  const fresh = await inScope(({ db, today: day }) =>
    db
      .update(jobRun)
      .set({
        ...{ state: "running", startedAt: started, heartbeatAt: started, finishedAt: null, error: null, day },
        ...{ tries: sql`${jobRun.tries} + 1`, rootId: sql`coalesce(${jobRun.rootId}, ${jobRun.id})` },
      })
      .where(and(eq(jobRun.id, runId), sql`${jobRun.state} <> 'done'`))
      .returning({ rootId: jobRun.rootId }),
  );
  if (!fresh[0]) return;
  actor.rootId = fresh[0].rootId ?? runId;
  let told: Pick<typeof jobRun.$inferInsert, "rows" | "counts"> = {};
  const pulse = setInterval(() => void mark({ heartbeatAt: workshop.clock() }).catch(() => {}), 5_000);
  try {
    const job: Job = {
      workshop,
      workspaceId,
      runId,
      inScope,
      asOwner: async (work) => {
        const scope = await inScope(async (entered) => entered);
        return workshop.owner.db.transaction((db) => work({ ...scope, db }));
      },
      report: async (rows, counts) => {
        told = { rows, counts: counts ?? null };
      },
      progress: async (step, done = 0, total) => {
        await mark({ step, done, total: total ?? null, heartbeatAt: workshop.clock() });
      },
    };
    await handler(job, ticket as Ticket & Payloads[Queue]);
    await mark({ state: "done", finishedAt: workshop.clock(), ...told });
  } catch (error) {
    log.error("job failed", { queue, runId, error });
    await mark({ state: "failed", finishedAt: workshop.clock(), error: error instanceof Error ? saidBy(error) : "?" });
    throw error;
  } finally {
    clearInterval(pulse);
  }
}
