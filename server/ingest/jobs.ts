import { DomainError } from "../errors";
import { endRun } from "../jobs/end-run";
import type { Handler } from "../jobs/run";
import { batchOf } from "./batch-of";
import { closeBatch } from "./close-batch";
import { dryRun } from "./dry-run";
import { fileOnDisk } from "./input-file";
import { deriveLeft, runBatch } from "./run-batch";
import { keepTrial } from "./trial-file";
import { removeUpload } from "./upload-folder";

/** Failures that another try may not meet: the file is kept for it. */
const passing = new Set(["ingest.internal", "ingest.interrupted", "databaseGone", "diskFull"]);

/** Reads the uploaded files of a batch and removes them. A file that cannot be used is told with its batch, not retried. */
export const importUploaded: Handler<"import"> = async (job, { batchId }) => {
  const batch = await job.inScope((scope) => closeBatch(scope, batchId));
  const isSettled = batch.state === "failed" && !passing.has(batch.error?.code ?? "");
  if (batch.state === "done" || batch.state === "undoing" || batch.state === "undone" || isSettled) {
    await job.inScope(async (scope) => {
      await endRun(scope, job.runId);
      await deriveLeft(scope);
    });
    return;
  }
  try {
    const files = await Promise.all(
      batch.files.map(async ({ path, name, role }) => ({
        role: role ?? ("facts" as const),
        file: await fileOnDisk(path ?? "", name),
      })),
    );
    await runBatch(job.workshop, {
      workspaceId: job.workspaceId,
      batchId,
      runId: job.runId,
      files,
      patient: true,
      onProgress: ({ step, doneBytes, totalBytes }) => void job.progress(step, doneBytes, totalBytes).catch(() => {}),
    });
  } catch (error) {
    if (!(error instanceof DomainError) || passing.has(error.code)) throw error;
  }
  await Promise.all(batch.files.map(({ path }) => path && removeUpload(path)));
};

/** Tries an uploaded file with its mapping as it stands, and keeps what came of it beside the file. */
export const tryUploaded: Handler<"try-import"> = async (job, { batchId }) => {
  const { batch, scope } = await job.inScope(async (scope) => {
    const { batch, sourceName } = await batchOf(scope, batchId, { rejects: 0 });
    return { batch: { ...batch, sourceName }, scope };
  });
  const [first] = batch.files;
  if (batch.state !== "uploaded" || !first?.path) return;
  const file = await fileOnDisk(first.path, first.name);
  const told = await dryRun(job.workshop, scope, batch, file);
  await keepTrial(first.path, { mapping: batch.mapping, told });
};
