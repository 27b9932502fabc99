import postgres from "postgres";
import { Conflict } from "../errors";

const cannotWait = "55P03";

/**
 * One import per workspace and source at a time, until the transaction ends. Waits a little, because the server may
 * take a moment to notice that an importer was killed.
 */
export async function lockSource(sql: postgres.TransactionSql, workspaceId: number, source: string): Promise<void> {
  await sql.unsafe("set local lock_timeout = '6s'");
  try {
    await sql.savepoint((inner) =>
      inner.unsafe("select pg_advisory_xact_lock(hashtextextended($1, 7041967))", [`import:${workspaceId}:${source}`]),
    );
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === cannotWait) {
      throw new Conflict("ingest.running", { source });
    }
    throw error;
  }
  await sql.unsafe("set local lock_timeout = 0");
}
