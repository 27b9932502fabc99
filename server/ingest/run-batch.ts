import { and, eq, notInArray } from "drizzle-orm";
import { type BatchState, importBatch, source, touchedCustomer } from "@/db/schema";
import { clientOf } from "@/db/transaction-client";
import { record } from "../audit/record";
import { databaseFault } from "../database-fault";
import { DomainError, NotFound } from "../errors";
import { endRun } from "../jobs/end-run";
import { enqueue } from "../jobs/enqueue";
import type { Workshop } from "../jobs/run";
import { log } from "../log";
import { inWorkspace, type Scope, todayOf } from "../scope";
import { BatchProgress } from "./batch-progress";
import { importers } from "./importers";
import { type Batch, prepareTask, type RunOptions } from "./prepare-task";
import type { Rejects } from "./rejects";
import type { BatchReport, Outcome } from "./report";

/** States of a batch that was imported: it is never read again, whether it was taken back since or not. */
const settled: BatchState[] = ["done", "undoing", "undone"];

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
  if (settled.includes(batch.state)) return batch.report as unknown as BatchReport;
  const totalBytes = options.files.reduce((sum, { file }) => sum + file.bytes, 0);
  const progress = new BatchProgress(
    workshop.app,
    { workspaceId, batchId, totalBytes },
    workshop.clock,
    options.onProgress ?? (() => {}),
  );
  progress.start();
  try {
    const report = await workshop.owner.db.transaction(async (tx) => {
      const owned: Scope = { ...scope, db: tx, today: todayOf(scope.workspace, started) };
      const task = await prepareTask(owned, batch, options, progress);
      const { outcome, rejects } = await importers[batch.kind].run(task);
      progress.end();
      return await finish(owned, { ...batch, referencesId: task.target.referencesId }, outcome, rejects, {
        clock: workshop.clock,
        runId: options.runId,
      });
    });
    await progress.stop();
    return report;
  } catch (error) {
    await progress.stop();
    await markFailed(workshop, who, options, error).catch((reason) =>
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
      and(
        eq(importBatch.workspaceId, scope.workspaceId),
        eq(importBatch.id, batchId),
        notInArray(importBatch.state, settled),
      ),
    );
  return { ...found.batch, sourceName: found.sourceName };
}

async function finish(
  scope: Scope,
  batch: Batch,
  outcome: Outcome,
  rejects: Rejects,
  { clock, runId }: { clock: () => Date; runId: number | undefined },
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
      referencesId: batch.referencesId,
      error: null,
      firstDay: outcome.firstDay,
      lastDay: outcome.lastDay,
      doneBytes: batch.totalBytes,
      heartbeatAt: finishedAt,
      finishedAt,
    })
    .where(and(eq(importBatch.workspaceId, workspaceId), eq(importBatch.id, batch.id)));
  // The jobs that follow plan on what is there now; the server's own round may come minutes later.
  await clientOf(db).unsafe(`analyze ${importers[batch.kind].writes.join(", ")}`);
  // What a request said in our own words is no mapping for the source's next file.
  if (batch.via !== "api") await keepMapping(scope, batch);
  const { inserted, corrected, refused } = outcome.report;
  await record(scope, {
    action: "data:imported",
    subject: `import_batch:${batch.id}`,
    after: { inserted, corrected, refused },
  });
  if (runId !== undefined) await endRun(scope, runId);
  await enqueue(scope, "derive-visits", "workspace", {});
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
  { batchId, runId }: RunOptions,
  failure: unknown,
): Promise<void> {
  const told = failure instanceof DomainError ? failure : databaseFault(failure);
  const error = told ? { code: told.code, params: told.params } : { code: "ingest.internal", params: {} };
  await inWorkspace(workshop.app.db, who, async (scope) => {
    const { db, workspaceId } = scope;
    await db
      .update(importBatch)
      .set({ state: "failed", error, finishedAt: workshop.clock() })
      .where(and(eq(importBatch.workspaceId, workspaceId), eq(importBatch.id, batchId)));
    if (runId !== undefined) await endRun(scope, runId, "failed");
    await deriveLeft(scope);
  });
}

/** An import that brings nothing asks for what a derivation may have left to it. */
export async function deriveLeft(scope: Scope): Promise<void> {
  const mine = eq(touchedCustomer.workspaceId, scope.workspaceId);
  const [left] = await scope.db.select().from(touchedCustomer).where(mine).limit(1);
  if (left) await enqueue(scope, "derive-visits", "workspace", {});
}
