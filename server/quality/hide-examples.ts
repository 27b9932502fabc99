import { and, eq, inArray } from "drizzle-orm";
import { importBatch } from "@/db/schema";
import { hideInReject, recordSight, sightOf } from "../ingest/hide-people";
import type { Scope } from "../scope";
import type { RefusedRow } from "./read-refused";

/** Examples of refused rows as the reader may see them, as on the pages of their imports; a look at people is audited. */
export async function hideExamples<E extends { batchId: number; row: RefusedRow }>(
  scope: Scope,
  examples: readonly E[],
): Promise<E[]> {
  const { db, workspaceId } = scope;
  const ids = [...new Set(examples.map((example) => example.batchId))];
  if (ids.length === 0) return [];
  const batches = await db
    .select()
    .from(importBatch)
    .where(and(eq(importBatch.workspaceId, workspaceId), inArray(importBatch.id, ids)));
  const byId = new Map(batches.map((batch) => [batch.id, batch]));
  for (const batch of batches) {
    const own = examples.filter((example) => example.batchId === batch.id);
    await recordSight(
      scope,
      batch,
      own.map(({ row }) => row),
    );
  }
  return examples.flatMap((example) => {
    const batch = byId.get(example.batchId);
    return batch ? [{ ...example, row: hideInReject(batch, sightOf(scope, batch), example.row) }] : [];
  });
}
