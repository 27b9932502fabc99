import { and, eq } from "drizzle-orm";
import { importBatch } from "@/db/schema";
import { record } from "../audit/record";
import { Conflict } from "../errors";
import type { Scope } from "../scope";
import { batchOf } from "./batch-of";
import { removeUpload } from "./upload-folder";

/** Throws an uploaded file away that was not imported. */
export async function discardUpload(scope: Scope, { id }: { id: number }): Promise<void> {
  const { batch } = await batchOf(scope, id, { rejects: 0 });
  const gone = await scope.db
    .delete(importBatch)
    .where(
      and(eq(importBatch.workspaceId, scope.workspaceId), eq(importBatch.id, id), eq(importBatch.state, "uploaded")),
    )
    .returning({ id: importBatch.id });
  if (gone.length === 0) throw new Conflict("ingest.alreadyStarted");
  await record(scope, { action: "data:import.discard", subject: `import_batch:${id}` });
  await Promise.all(batch.files.map(({ path }) => path && removeUpload(path)));
}
