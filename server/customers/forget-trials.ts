import { rm } from "node:fs/promises";
import { and, eq } from "drizzle-orm";
import { importBatch } from "@/db/schema";
import { trialPath } from "../ingest/upload-folder";
import { enqueue } from "../jobs/enqueue";
import type { Job } from "../jobs/run";

/**
 * What trying an uploaded file said quotes rows and whom they were taken for: it goes when somebody is erased, and is made again
 * without them. The uploads themselves stay.
 */
export async function forgetTrials(job: Job): Promise<void> {
  await job.inScope(async (scope) => {
    const waiting = await scope.db
      .select({ id: importBatch.id, files: importBatch.files })
      .from(importBatch)
      .where(and(eq(importBatch.workspaceId, scope.workspaceId), eq(importBatch.state, "uploaded")));
    for (const { id, files } of waiting) {
      const gone = await Promise.all(files.map(({ path }) => path !== null && removed(trialPath(path))));
      if (gone.includes(true)) await enqueue(scope, "try-import", `import_batch:${id}`, { batchId: id });
    }
  });
}

async function removed(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
