import postgres from "postgres";

/** Keys of advisory locks: (class, object). A session that ends, however it ends, gives its locks back. */
const LOCK_CLASS = 7_041_967;
const WORKER = 1;
const DEMO = 2;
const NO_SUCH_FUNCTION = "42883";

export interface Installation {
  /** Workspaces other than the demo. */
  ownWorkspaces: number;
  /** `unfinished`: its making was cut short, or goes on just now. */
  demo: "none" | "unfinished" | "ready";
  /** A worker is connected. */
  worker: boolean;
}

/** What this database holds and who works on it; one statement of the owner on a migrated database. */
export async function readInstallation(owner: postgres.Sql): Promise<Installation> {
  const [row] = await owner<{ own: number; demos: number; finished: number; worker: boolean }[]>`
    select count(*) filter (where not w.demo)::int as own,
      count(*) filter (where w.demo)::int as demos,
      count(*) filter (where w.demo and exists (
        select 1 from job_run j where j.workspace_id = w.id and j.job = 'demo' and j.state = 'done'))::int as finished,
      exists (select 1 from pg_locks l join pg_database d on d.oid = l.database
        where l.locktype = 'advisory' and l.granted and d.datname = current_database()
          and l.classid = ${LOCK_CLASS} and l.objid = ${WORKER}) as worker
    from workspace w`;
  if (!row) throw new Error("an aggregate returns one row");
  return { ownWorkspaces: row.own, demo: demoOf(row), worker: row.worker };
}

/** The same for the application's login, with the migrations applied; null where the database has no such function yet. */
export async function readState(app: postgres.Sql): Promise<(Installation & { migrations: string[] }) | null> {
  try {
    const [row] = await app<{ own: number; demos: number; finished: number; migrations: string[]; worker: boolean }[]>`
      select s.*, exists (select 1 from pg_locks l join pg_database d on d.oid = l.database
        where l.locktype = 'advisory' and l.granted and d.datname = current_database()
          and l.classid = ${LOCK_CLASS} and l.objid = ${WORKER}) as worker
      from installation_state() s`;
    if (!row) throw new Error("an aggregate returns one row");
    return { ownWorkspaces: row.own, demo: demoOf(row), worker: row.worker, migrations: row.migrations };
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === NO_SUCH_FUNCTION) return null;
    throw error;
  }
}

function demoOf({ demos, finished }: { demos: number; finished: number }): Installation["demo"] {
  if (demos === 0) return "none";
  return finished < demos ? "unfinished" : "ready";
}

/** Says in the database that the demo is whole, so that no other start makes it again. */
export async function markDemoReady(owner: postgres.Sql, at: Date): Promise<void> {
  const moment = at.toISOString();
  await owner`
    insert into job_run (workspace_id, job, subject, state, queued_at, finished_at)
    select w.id, 'demo', 'demo', 'done', ${moment}::timestamptz, ${moment}::timestamptz
    from workspace w
    where w.demo and not exists (
      select 1 from job_run j where j.workspace_id = w.id and j.job = 'demo' and j.state = 'done')`;
}

/**
 * Says that a worker is here, as long as `session` (a pool of one connection) lives; asked for again after the
 * connection was lost. Several workers may be here at once.
 */
export async function announceWorker(session: postgres.Sql): Promise<void> {
  await session`
    select pg_try_advisory_lock_shared(${LOCK_CLASS}, ${WORKER})
    where not exists (select 1 from pg_locks
      where locktype = 'advisory' and pid = pg_backend_pid() and classid = ${LOCK_CLASS} and objid = ${WORKER})`;
}

/** Waits until no other start makes the demo, and keeps others waiting while `work` does. `session`: a pool of one. */
export async function aloneWithDemo<T>(session: postgres.Sql, work: () => Promise<T>): Promise<T> {
  await session`select pg_advisory_lock(${LOCK_CLASS}, ${DEMO})`;
  try {
    return await work();
  } finally {
    await session`select pg_advisory_unlock(${LOCK_CLASS}, ${DEMO})`.catch(() => {});
  }
}
