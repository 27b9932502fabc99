import { and, asc, eq } from "drizzle-orm";
import { importBatch, importReject, source } from "@/db/schema";
import { NotFound } from "../errors";
import type { Scope } from "../scope";

/** A batch with its source's name and its first rejects. */
export async function batchOf({ db, workspaceId }: Scope, batchId: number, wanted: { rejects: number }) {
  const [found] = await db
    .select({ batch: importBatch, sourceName: source.name })
    .from(importBatch)
    .innerJoin(source, and(eq(source.workspaceId, importBatch.workspaceId), eq(source.id, importBatch.sourceId)))
    .where(and(eq(importBatch.workspaceId, workspaceId), eq(importBatch.id, batchId)));
  if (!found) throw new NotFound("import_batch");
  const rejects = await db
    .select()
    .from(importReject)
    .where(and(eq(importReject.workspaceId, workspaceId), eq(importReject.batchId, batchId)))
    .orderBy(asc(importReject.file), asc(importReject.line))
    .limit(wanted.rejects);
  return {
    batch: found.batch,
    sourceName: found.sourceName,
    rejects: rejects.map((row) => ({ ...row, params: row.params as Record<string, string | number> })),
  };
}
