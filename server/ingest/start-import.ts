import { and, eq } from "drizzle-orm";
import { importBatch } from "@/db/schema";
import { record } from "../audit/record";
import { Conflict } from "../errors";
import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";
import { batchOf } from "./batch-of";

/** Hands an uploaded file, with its mapping as it stands, to the worker. */
export async function startImport(scope: Scope, { id }: { id: number }): Promise<void> {
  await batchOf(scope, id, { rejects: 0 });
  const started = await scope.db
    .update(importBatch)
    .set({ state: "queued" })
    .where(
      and(eq(importBatch.workspaceId, scope.workspaceId), eq(importBatch.id, id), eq(importBatch.state, "uploaded")),
    )
    .returning({ id: importBatch.id });
  if (started.length === 0) throw new Conflict("ingest.alreadyStarted");
  await record(scope, { action: "data:import.start", subject: `import_batch:${id}` });
  await enqueue(scope, "import", `import_batch:${id}`, { batchId: id });
}
