import { Conflict } from "../errors";
import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";
import { batchOf } from "./batch-of";

/** Asks that an uploaded file be tried with its mapping as it stands (dry-run.ts). */
export async function tryImport(scope: Scope, { id }: { id: number }): Promise<void> {
  const { batch } = await batchOf(scope, id, { rejects: 0 });
  if (batch.state !== "uploaded") throw new Conflict("ingest.alreadyStarted");
  await enqueue(scope, "try-import", `import_batch:${id}`, { batchId: id });
}
