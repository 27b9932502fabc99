import { and, eq } from "drizzle-orm";
import { importBatch } from "@/db/schema";
import { record } from "../audit/record";
import { Conflict } from "../errors";
import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";
import { batchOf } from "./batch-of";
import { refuseIfOthersJoined } from "./undo-joins";

/** Days after its end in which an import can be taken back (D6). */
export const UNDO_DAYS = 30;

/**
 * Asks that an import be taken back: its rows go, those it replaced come back (D6).
 * @throws NotFound, Conflict (not done, undone already, older than 30 days, its people joined further since)
 */
export async function undo(scope: Scope, { id }: { id: number }): Promise<void> {
  const { batch } = await batchOf(scope, id, { rejects: 0 });
  if (batch.state === "undoing" || batch.state === "undone") throw new Conflict("ingest.undoneAlready");
  if (batch.state !== "done") throw new Conflict("ingest.notDone");
  if (!mayBeUndone(batch, scope.now)) throw new Conflict("ingest.undoTooLate", { days: UNDO_DAYS });
  await refuseIfOthersJoined(scope, id);
  const [taken] = await scope.db
    .update(importBatch)
    .set({ state: "undoing", error: null, undoneBy: scope.actor.kind === "member" ? scope.actor.userId : null })
    .where(and(eq(importBatch.workspaceId, scope.workspaceId), eq(importBatch.id, id), eq(importBatch.state, "done")))
    .returning({ id: importBatch.id });
  if (!taken) throw new Conflict("ingest.undoneAlready");
  await record(scope, { action: "data:import.undo", subject: `import_batch:${id}` });
  await enqueue(scope, "undo-import", `import_batch:${id}`, { batchId: id });
}

/** Whether an import is done and ended less than 30 days ago. */
export function mayBeUndone({ state, finishedAt }: { state: string; finishedAt: Date | null }, now: Date): boolean {
  return state === "done" && finishedAt !== null && now.getTime() - finishedAt.getTime() < UNDO_DAYS * 86_400_000;
}
