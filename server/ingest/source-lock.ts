import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import { Conflict } from "../errors";

const cannotWait = "55P03";
const lookAgainMs = 500;

/**
 * One import per workspace and source at a time, and none beside an undo, a join or an erasure, until the transaction ends.
 * A job waits as long as it takes; a command a little, because the server may need a moment to notice that an importer was killed.
 */
export async function lockSource(
  sql: postgres.TransactionSql,
  workspaceId: number,
  source: string,
  patient: boolean,
): Promise<void> {
  await sql.unsafe(`set local lock_timeout = '${patient ? "0" : "6s"}'`);
  await waitFor(sql, "pg_advisory_xact_lock_shared", allOf(workspaceId), new Conflict("ingest.rowsMoving"));
  const one = `import:${workspaceId}:${source}`;
  await waitFor(sql, "pg_advisory_xact_lock", one, new Conflict("ingest.running", { source }));
  await sql.unsafe("set local lock_timeout = 0");
}

/** Says until the transaction ends that somebody is at a batch. Never waits: where it is looked at just now, it is begun all the same. */
export async function holdBatch(sql: postgres.TransactionSql, batchId: number): Promise<void> {
  await takeFree(sql, [batchId]);
}

/** Holds those of these batches that nobody holds, and says which. */
export async function takeFree(sql: postgres.TransactionSql, batchIds: readonly number[]): Promise<number[]> {
  const rows = await sql.unsafe<{ id: string; held: boolean }[]>(
    "select id, pg_try_advisory_xact_lock(hashtextextended('batch:' || id, 7041967)) as held from unnest($1::bigint[]) as id",
    [[...batchIds]],
  );
  return rows.flatMap(({ id, held }) => (held ? [Number(id)] : []));
}

async function waitFor(sql: postgres.TransactionSql, lock: string, name: string, busy: Conflict): Promise<void> {
  try {
    await sql.savepoint((inner) => inner.unsafe(`select ${lock}(hashtextextended($1, 7041967))`, [name]));
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === cannotWait) throw busy;
    throw error;
  }
}

function allOf(workspaceId: number): string {
  return `imports:${workspaceId}`;
}

/** One import at a time looks for a workspace's people among all its sources, or joins two identities of theirs. */
export async function onePeopleImport(sql: postgres.TransactionSql, workspaceId: number): Promise<void> {
  await sql.unsafe("select pg_advisory_xact_lock(hashtextextended($1, 7041967))", [`people:${workspaceId}`]);
}

/**
 * No import of the workspace until the transaction ends: for verbs that move or remove rows of every source. Looks until none
 * runs, and holds none up meanwhile.
 */
export async function lockAllSources(sql: postgres.TransactionSql, workspaceId: number): Promise<void> {
  for (;;) {
    const [row] = await sql.unsafe<{ held: boolean }[]>(
      "select pg_try_advisory_xact_lock(hashtextextended($1, 7041967)) as held",
      [allOf(workspaceId)],
    );
    if (row?.held) return;
    await wait(lookAgainMs);
  }
}
