import type { FileRole, importBatch } from "@/db/schema";
import { clientOf } from "@/db/transaction-client";
import { NotFound } from "../errors";
import type { Scope } from "../scope";
import type { BatchProgress, Progress } from "./batch-progress";
import type { ImportTask } from "./import-task";
import type { InputFile } from "./input-file";
import { parseMapping } from "./open-batch";
import { holdBatch, lockSource, takeFree } from "./source-lock";

export interface RunOptions {
  workspaceId: number;
  batchId: number;
  files: { role: FileRole; file: InputFile }[];
  /** Rows per COPY; changes speed, nothing else. */
  batchSize?: number;
  /** Waits for another import of the source as long as it takes; without it a few seconds. */
  patient?: boolean;
  /** The job's run, which ends in the transaction that asks for what follows: a derivation waits for imports that run. */
  runId?: number;
  onProgress?(progress: Progress): void;
}

export type Batch = typeof importBatch.$inferSelect & { sourceName: string };

const defaultBatchSize = 500_000;

/** What an importer works with, inside one transaction of the owner: the source is locked, names are looked up. */
export async function prepareTask(
  scope: Scope,
  batch: Batch,
  options: Pick<RunOptions, "files" | "batchSize" | "patient">,
  progress: BatchProgress,
): Promise<ImportTask> {
  const { db, workspace: space, now } = scope;
  const sql = clientOf(db);
  await tune(sql);
  await holdBatch(sql, batch.id);
  await lockSource(sql, space.id, batch.sourceName, options.patient === true);
  await markInterrupted(sql, batch, now);
  const mapping = parseMapping(batch.kind, batch.mapping);
  const referencesId = await referencesOf(sql, space.id, batch, mapping.referencesOf);
  return {
    sql,
    scope,
    workspace: space,
    sourceName: batch.sourceName,
    target: { sql, workspaceId: space.id, batchId: batch.id, sourceId: batch.sourceId, referencesId },
    mapping,
    files: options.files,
    batchSize: options.batchSize ?? defaultBatchSize,
    completeThrough: batch.completeThrough,
    now,
    progress,
  };
}

/** Imports of the source that nobody holds were killed: this one has its lock, and those that wait for it hold their own. */
async function markInterrupted(sql: ImportTask["sql"], batch: Batch, now: Date): Promise<void> {
  const open = await sql.unsafe<{ id: string }[]>(
    `select id from import_batch
     where workspace_id = $1 and source_id = $2 and id <> $3 and state in ('reading', 'merging')`,
    [batch.workspaceId, batch.sourceId, batch.id],
  );
  const gone = await takeFree(
    sql,
    open.map(({ id }) => Number(id)),
  );
  await sql.unsafe(
    `update import_batch set state = 'failed', finished_at = $3, error = '{"code":"ingest.interrupted","params":{}}'
     where workspace_id = $1 and id = any($2::bigint[])`,
    [batch.workspaceId, gone, now.toISOString()],
  );
}

/** Memory for one large transaction, and an end to it soon after its importer was killed; where the server allows. */
async function tune(sql: ImportTask["sql"]): Promise<void> {
  for (const setting of ["work_mem = '96MB'", "temp_buffers = '64MB'", "client_connection_check_interval = '1s'"]) {
    await sql.savepoint((inner) => inner.unsafe(`set local ${setting}`)).catch(() => undefined);
  }
}

async function referencesOf(
  sql: ImportTask["sql"],
  workspaceId: number,
  batch: Batch,
  name: string | undefined,
): Promise<number> {
  if (name === undefined || name === batch.sourceName) return batch.sourceId;
  const [row] = await sql.unsafe<{ id: string }[]>("select id from source where workspace_id = $1 and name = $2", [
    workspaceId,
    name,
  ]);
  if (!row) throw new NotFound("ingest.source", { source: name });
  return Number(row.id);
}
