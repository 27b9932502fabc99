import { and, eq } from "drizzle-orm";
import { importBatch } from "@/db/schema";
import { Conflict } from "../errors";
import type { Scope } from "../scope";
import { batchOf } from "./batch-of";
import { parseMapping } from "./open-batch";

/** Keeps what the form says of a file that waits for its mapping. Throws Invalid with the place that is wrong. */
export async function saveMapping(
  scope: Scope,
  {
    id,
    mapping,
    completeThrough,
  }: { id: number; mapping: Record<string, unknown>; completeThrough?: string | undefined },
): Promise<void> {
  const { batch } = await batchOf(scope, id, { rejects: 0 });
  parseMapping(batch.kind, mapping);
  const saved = await scope.db
    .update(importBatch)
    .set({ mapping, completeThrough: completeThrough ?? null })
    .where(
      and(eq(importBatch.workspaceId, scope.workspaceId), eq(importBatch.id, id), eq(importBatch.state, "uploaded")),
    )
    .returning({ id: importBatch.id });
  if (saved.length === 0) throw new Conflict("ingest.alreadyStarted");
}
