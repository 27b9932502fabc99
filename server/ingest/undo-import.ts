import { and, eq, sql } from "drizzle-orm";
import { importBatch } from "@/db/schema";
import { clientOf } from "@/db/transaction-client";
import { record } from "../audit/record";
import { DomainError } from "../errors";
import { enqueue } from "../jobs/enqueue";
import type { Handler, Job } from "../jobs/run";
import type { Scope } from "../scope";
import { rezoneLines } from "./rezone-lines";
import { lockAllSources } from "./source-lock";
import { undoChanges } from "./undo-changes";
import { undoJoins } from "./undo-joins";
import { undoMade } from "./undo-made";
import { type Undone, undoRows } from "./undo-rows";
import { judgeAgain, undoValues } from "./undo-values";

type Batch = typeof importBatch.$inferSelect;

/**
 * Takes back an import that is `undoing`, beside no other import: one transaction. One that is not has been seen to. Where something
 * stands against it that no other try would pass, the import is done as before, says what, and may be asked to go again.
 */
export const undoImportJob: Handler<"undo-import"> = async (job, { batchId }) => {
  try {
    await job.asOwner((scope) => undoAlone(scope, batchId));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await standAgain(job, batchId, error);
  }
};

async function undoAlone(scope: Scope, batchId: number): Promise<void> {
  await lockAllSources(clientOf(scope.db), scope.workspaceId);
  const [batch] = await scope.db
    .select()
    .from(importBatch)
    .where(and(eq(importBatch.workspaceId, scope.workspaceId), eq(importBatch.id, batchId)))
    .for("update");
  if (batch?.state === "undoing") await undoImport(scope, batch);
}

async function standAgain(job: Job, batchId: number, { code, params }: DomainError): Promise<void> {
  await job.inScope(async (scope) => {
    const { db, workspaceId } = scope;
    const stood = await db
      .update(importBatch)
      .set({ state: "done", undoneBy: null, error: { code, params } })
      .where(
        and(eq(importBatch.workspaceId, workspaceId), eq(importBatch.id, batchId), eq(importBatch.state, "undoing")),
      )
      .returning({ id: importBatch.id });
    if (stood.length === 0) return;
    await record(scope, {
      action: "data:import.undoRefused",
      subject: `import_batch:${batchId}`,
      after: { code, params },
    });
  });
}

/**
 * Takes an import back (D6): joins that it brought are parted, its rows go and what they replaced comes back, so do values that it
 * wrote over, and what it made goes if nothing refers to it. The batch stays, with what was done in `report.undo`.
 */
async function undoImport(scope: Scope, batch: Batch): Promise<void> {
  const { db, workspaceId, now } = scope;
  const undone: Undone = { sql: clientOf(db), workspaceId, batchId: batch.id };
  const parted = await undoJoins(scope, batch.id);
  const confirmed = await confirmedSince(scope, batch);
  const rows = await undoRows(undone);
  const listed = await undone.sql.unsafe("delete from change_customer where workspace_id = $1 and batch_id = $2", [
    workspaceId,
    batch.id,
  ]);
  const { values, rezoned } = await undoValues(undone);
  const changes = await undoChanges(scope, batch.id);
  await touchUndone(undone);
  const made = await undoMade(undone);
  const report = { ...rows, listed: listed.count, values, parted, confirmed, changes, made };
  await db
    .update(importBatch)
    .set({ state: "undone", undoneAt: now, report: { ...batch.report, undo: report } })
    .where(and(eq(importBatch.workspaceId, workspaceId), eq(importBatch.id, batch.id)));
  await judgeStores(undone, batch, rezoned);
  await record(scope, { action: "data:import.undone", subject: `import_batch:${batch.id}`, after: report });
  await enqueue(scope, "derive-visits", "workspace", {});
}

/** Rows that later imports of the same source found as they were, this batch's among them: they were not brought again. */
async function confirmedSince({ db, workspaceId }: Scope, batch: Batch): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`coalesce(sum((${importBatch.report} ->> 'unchanged')::bigint), 0)::int` })
    .from(importBatch)
    .where(
      and(
        eq(importBatch.workspaceId, workspaceId),
        eq(importBatch.sourceId, batch.sourceId),
        eq(importBatch.kind, batch.kind),
        eq(importBatch.state, "done"),
        sql`${importBatch.id} > ${batch.id}`,
      ),
    );
  return row?.n ?? 0;
}

/** Whose rows went or came are derived again. */
async function touchUndone({ sql: client, workspaceId }: Undone): Promise<void> {
  await client.unsafe(
    `insert into touched_customer (workspace_id, customer_id, from_day)
     select $1, u.customer_id, min(u.day) from undone_row u
     where u.customer_id is not null and u.day is not null group by u.customer_id order by u.customer_id
     on conflict (workspace_id, customer_id) do update
       set from_day = least(touched_customer.from_day, excluded.from_day)`,
    [workspaceId],
  );
}

/** Lines stand in their store's zone, the source is complete through what is left of it, and days are judged by that. */
async function judgeStores(undone: Undone, batch: Batch, rezoned: number[]): Promise<void> {
  const { sql: client, workspaceId } = undone;
  let rejudge: string | null = null;
  if (rezoned.length > 0) {
    rejudge = await rezoneLines(undone, rezoned);
    await client.unsafe("insert into undone_row select null, store_id, unnest(array[old_day, day]) from stage_moved");
  }
  if (batch.kind === "purchases") {
    await client.unsafe(
      `update source s set complete_through = (
         select max(coalesce(b.complete_through, b.last_day - 1)) from import_batch b
         where b.workspace_id = $1 and b.source_id = s.id and b.kind = 'purchases' and b.state = 'done')
       where s.workspace_id = $1 and s.id = $2`,
      [workspaceId, batch.sourceId],
    );
  }
  const [lived] = await client.unsafe<{ first: string | null }[]>(
    "select min(day)::text as first from store_day where workspace_id = $1",
    [workspaceId],
  );
  const first = batch.kind === "stores" ? (lived?.first ?? null) : rejudge;
  await judgeAgain(undone, batch.referencesId ?? batch.sourceId, first ?? null);
}
