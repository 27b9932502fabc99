import { and, eq } from "drizzle-orm";
import { importBatch } from "@/db/schema";
import type { Scope } from "../scope";
import { batchOf } from "./batch-of";

/**
 * The batch with its files, to which from now on none is added: requests of the HTTP API join a batch while it waits
 * (server/api/queue-rows.ts), and whichever takes the row first, the other one sees what it did.
 */
export async function closeBatch(scope: Scope, batchId: number) {
  const { db, workspaceId } = scope;
  await db
    .update(importBatch)
    .set({ state: "reading" })
    .where(and(eq(importBatch.workspaceId, workspaceId), eq(importBatch.id, batchId), eq(importBatch.state, "queued")));
  return (await batchOf(scope, batchId, { rejects: 0 })).batch;
}
