import { and, eq, ne } from "drizzle-orm";
import { type BatchKind, type FileRole, importBatch, source } from "@/db/schema";
import { clientOf } from "@/db/transaction-client";
import { record } from "../audit/record";
import { databaseFault } from "../database-fault";
import { DomainError, NotFound } from "../errors";
import { enqueue } from "../jobs/enqueue";
import type { Workshop } from "../jobs/run";
import { log } from "../log";
import { inWorkspace, type Scope, todayOf } from "../scope";
import { BatchProgress, type Progress } from "./batch-progress";
import type { ImportTask } from "./import-task";
import { importers } from "./importers";
import type { InputFile } from "./input-file";
import { parseMapping } from "./open-batch";
import type { Rejects } from "./rejects";
import type { BatchReport, Outcome } from "./report";
import { lockSource } from "./source-lock";

export interface RunOptions {
  workspaceId: number;
  batchId: number;
  files: { role: FileRole; file: InputFile }[];
  /** Rows per COPY; changes speed, nothing else. */
  batchSize?: number;
  onProgress?(progress: Progress): void;
}

type Batch = typeof importBatch.$inferSelect & { sourceName: string };

const defaultBatchSize = 500_000;

/**
 * Reads and merges one batch in one transaction of the owner: facts, catalogue, people, rejects, report, audit and the
 * next job come together or not at all, so that a killed import leaves nothing and can simply be run again. Throws a
 * DomainError (one sentence) for files it cannot use, after writing it down with the batch.
 */
export async function runBatch(workshop: Workshop, options: RunOptions): Promise<BatchReport> {
  const { workspaceId, batchId } = options;
  const started = workshop.clock();
  const who = { workspaceId, actor: { kind: "job", name: "import" } as const, now: started };
  const { batch, scope } = await inWorkspace(workshop.app.db, who, async (scope) => {
    return { batch: await takeBatch(scope, batchId), scope };
  });
  if (batch.state === "done") return batch.report as unknown as BatchReport;
  const totalBytes = options.files.reduce((sum, { file }) => sum + file.bytes, 0);
  const progress = new BatchProgress(
    workshop.app,
    { workspaceId, batchId, totalBytes },
    workshop.clock,
    options.onProgress ?? (() => {}),
  );
  progress.start();
  try {
    return await workshop.owner.db.transaction(async (tx) => {
      const owned: Scope = { ...scope, db: tx, today: todayOf(scope.workspace, started) };
      const task = await prepare(owned, batch, options, progress);
      const { outcome, rejects } = await importerOf(batch.kind).run(task);
      await progress.stop();
      return await finish(owned, batch, outcome, rejects, workshop.clock);
    });
  } catch (error) {
    await progress.stop();
    await markFailed(workshop, who, batchId, error).catch((reason) =>
      log.warn("import not marked", { batchId, reason }),
    );
    throw error;
  }
}

/** Finds the batch; one that failed, or was killed, begins again. */
async function takeBatch(scope: Scope, batchId: number): Promise<Batch> {
  const [found] = await scope.db
    .select({ batch: importBatch, sourceName: source.name })
    .from(importBatch)
    .innerJoin(source, and(eq(source.workspaceId, importBatch.workspaceId), eq(source.id, importBatch.sourceId)))
    .where(and(eq(importBatch.workspaceId, scope.workspaceId), eq(importBatch.id, batchId)));
  if (!found) throw new NotFound("import_batch");
  await scope.db
    .update(importBatch)
    .set({ state: "reading", error: null, doneBytes: 0, heartbeatAt: scope.now })
    .where(
      and(eq(importBatch.workspaceId, scope.workspaceId), eq(importBatch.id, batchId), ne(importBatch.state, "done")),
    );
  return { ...found.batch, sourceName: found.sourceName };
}

async function prepare(
  { db, workspace: space, now }: Scope,
  batch: Batch,
  options: RunOptions,
  progress: BatchProgress,
): Promise<ImportTask> {
  const sql = clientOf(db);
  await tune(sql);
  await lockSource(sql, space.id, batch.sourceName);
  await sql.unsafe(
    `update import_batch set state = 'failed', finished_at = $4, error = '{"code":"ingest.interrupted","params":{}}'
     where workspace_id = $1 and source_id = $2 and id <> $3 and state in ('reading', 'merging')`,
    [space.id, batch.sourceId, batch.id, now.toISOString()],
  );
  const mapping = parseMapping(batch.kind, batch.mapping);
  const referencesId = await referencesOf(sql, space.id, batch, mapping.referencesOf);
  await sql.unsafe("update import_batch set references_id = $3 where workspace_id = $1 and id = $2", [
    space.id,
    batch.id,
    referencesId,
  ]);
  return {
    sql,
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

function importerOf(kind: BatchKind) {
  const importer = importers[kind];
  if (!importer) throw new Error(`no importer for ${kind}`);
  return importer;
}

async function finish(
  scope: Scope,
  batch: Batch,
  outcome: Outcome,
  rejects: Rejects,
  clock: () => Date,
): Promise<BatchReport> {
  const { db, workspaceId } = scope;
  await keepRejects(scope, batch.id, rejects);
  const finishedAt = clock();
  const seconds = (finishedAt.getTime() - scope.now.getTime()) / 1000;
  const report: BatchReport = { ...outcome.report, seconds };
  await db
    .update(importBatch)
    .set({
      state: "done",
      report: { ...report },
      error: null,
      firstDay: outcome.firstDay,
      lastDay: outcome.lastDay,
      doneBytes: batch.totalBytes,
      heartbeatAt: finishedAt,
      finishedAt,
    })
    .where(and(eq(importBatch.workspaceId, workspaceId), eq(importBatch.id, batch.id)));
  // The jobs that follow plan on what is there now; the server's own round may come minutes later.
  await clientOf(db).unsafe(`analyze ${importerOf(batch.kind).writes.join(", ")}`);
  // What a request said in our own words is no mapping for the source's next file.
  if (batch.via !== "api") await keepMapping(scope, batch);
  const { inserted, corrected, refused } = outcome.report;
  await record(scope, {
    action: "data:imported",
    subject: `import_batch:${batch.id}`,
    after: { inserted, corrected, refused },
  });
  await enqueue(scope, "derive", "workspace", {});
  return report;
}

async function keepMapping({ db, workspaceId }: Scope, { sourceId, kind, mapping }: Batch): Promise<void> {
  await clientOf(db).unsafe(
    `update source set mapping = mapping || jsonb_build_object($3::text, $4::jsonb) where workspace_id = $1 and id = $2`,
    [workspaceId, sourceId, kind, JSON.stringify(mapping)],
  );
}

async function keepRejects({ db, workspaceId }: Scope, batchId: number, rejects: Rejects): Promise<void> {
  await clientOf(db).unsafe("delete from import_reject where workspace_id = $1 and batch_id = $2", [
    workspaceId,
    batchId,
  ]);
  await clientOf(db).unsafe(
    `insert into import_reject (workspace_id, batch_id, file, line, "column", value, code, params)
     select $1, $2, r.file, r.line, r."column", r.value, r.code, r.params
     from jsonb_to_recordset($3::jsonb) as r(file text, line bigint, "column" text, value text, code text, params jsonb)
     on conflict do nothing`,
    [workspaceId, batchId, JSON.stringify(rejects.kept)],
  );
}

async function markFailed(
  workshop: Workshop,
  who: Parameters<typeof inWorkspace>[1],
  batchId: number,
  failure: unknown,
): Promise<void> {
  const told = failure instanceof DomainError ? failure : databaseFault(failure);
  const error = told ? { code: told.code, params: told.params } : { code: "ingest.internal", params: {} };
  await inWorkspace(workshop.app.db, who, ({ db, workspaceId }) =>
    db
      .update(importBatch)
      .set({ state: "failed", error, finishedAt: workshop.clock() })
      .where(and(eq(importBatch.workspaceId, workspaceId), eq(importBatch.id, batchId))),
  );
}
