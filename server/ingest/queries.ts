import { and, count, desc, eq, gt, inArray, lte, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { importBatch, importReject, jobRun, source, store } from "@/db/schema";
import { Conflict, DomainError } from "../errors";
import type { Scope } from "../scope";
import { batchOf } from "./batch-of";
import {
  hideInError,
  hideInFields,
  hideInReject,
  hideInTrial,
  recordSight,
  recordTrialSight,
  sightOf,
} from "./hide-people";
import { fileOnDisk } from "./input-file";
import { readSample } from "./read-sample";
import type { listOutput, mappingOutput, oneOutput, ShownBatch, ShownReject } from "./schema";
import { judgeColumns } from "./suggest-mapping";
import { readTrial } from "./trial-file";
import { mayBeUndone } from "./undo";

const shownBatches = 100;
/** Rows that columns are judged by. */
const sampleRows = 200;

type Batch = typeof importBatch.$inferSelect;

/** Sources with what is complete of them, and the latest imports. */
export async function listImports(scope: Scope): Promise<z.input<typeof listOutput>> {
  const { db, workspaceId } = scope;
  const sources = await db
    .select({
      id: source.id,
      name: source.name,
      completeThrough: source.completeThrough,
      stores: sql<number>`(select count(*)::int from ${store} s where s.workspace_id = ${workspaceId} and s.source_id = ${source}.id)`,
      imports: sql<number>`(select count(*)::int from ${importBatch} b where b.workspace_id = ${workspaceId}
        and b.source_id = ${source}.id and b.state = 'done')`,
      lastDelivery: sql<Date | null>`(select max(b.finished_at) from ${importBatch} b
        where b.workspace_id = ${workspaceId} and b.source_id = ${source}.id and b.state = 'done')`.mapWith(
        importBatch.finishedAt,
      ),
      expectedEvery: source.expectedEvery,
      sampleOfLines: source.sampleOfLines,
    })
    .from(source)
    .where(eq(source.workspaceId, workspaceId))
    .orderBy(source.name);
  const batches = await db
    .select({ batch: importBatch, sourceName: source.name })
    .from(importBatch)
    .innerJoin(source, and(eq(source.workspaceId, importBatch.workspaceId), eq(source.id, importBatch.sourceId)))
    .where(eq(importBatch.workspaceId, workspaceId))
    .orderBy(desc(importBatch.id))
    .limit(shownBatches);
  return { sources, batches: batches.map(({ batch, sourceName }) => shown(scope, batch, sourceName)) };
}

/** One import: how far it is or what it did, and its first hundred refused rows. While it is being undone the page asks again and again: without them. */
export async function importOf(scope: Scope, id: number): Promise<z.input<typeof oneOutput>> {
  const { batch, sourceName, rejects } = await batchOf(scope, id, { rejects: 100 });
  const refused = batch.state === "undoing" ? [] : rejects;
  await recordSight(scope, batch, refused);
  const sight = sightOf(scope, batch);
  const [run] = await scope.db
    .select({ step: jobRun.step })
    .from(jobRun)
    .where(
      and(
        eq(jobRun.workspaceId, scope.workspaceId),
        eq(jobRun.subject, `import_batch:${id}`),
        inArray(jobRun.state, ["queued", "running"]),
      ),
    );
  return {
    batch: shown(scope, batch, sourceName),
    currency: scope.workspace.currency,
    step: run?.step ?? null,
    rejects: refused.map((reject) => hideInReject(batch, sight, shownReject(reject))),
    hidesPeople: sight !== "everything",
  };
}

/** All refused rows that were kept in detail, for the download. */
export async function rejectsOf(scope: Scope, id: number): Promise<ShownReject[]> {
  const [kept] = await scope.db
    .select({ n: count() })
    .from(importReject)
    .where(and(eq(importReject.workspaceId, scope.workspaceId), eq(importReject.batchId, id)));
  const { batch, rejects } = await batchOf(scope, id, { rejects: kept?.n ?? 0 });
  await recordSight(scope, batch, rejects);
  const sight = sightOf(scope, batch);
  return rejects.map((reject) => hideInReject(batch, sight, shownReject(reject)));
}

/** The mapping form of an uploaded file: its columns, the mapping so far, and what importing it would do. */
export async function mappingOf(scope: Scope, id: number): Promise<z.input<typeof mappingOutput>> {
  const { batch, sourceName } = await batchOf(scope, id, { rejects: 0 });
  if (batch.state !== "uploaded") throw new Conflict("ingest.alreadyStarted");
  const { path = null, name = "" } = batch.files[0] ?? {};
  const common = {
    batch: shown(scope, batch, sourceName),
    currency: scope.workspace.currency,
    mapping: batch.mapping,
    otherSources: await otherSources(scope, batch.sourceId),
  };
  try {
    const sample = await readSample(await fileOnDisk(path ?? "", name), sampleRows);
    const judged = judgeColumns(batch.kind, sample, batch.mapping.columns);
    const sight = sightOf(scope, batch);
    const contradicts = sight === "everything" ? judged.contradicts : hideInFields(judged.contradicts);
    const told = (await readTrial(path ?? "", batch.mapping)) ?? (await untried(scope, id));
    if (told) await recordTrialSight(scope, batch, told);
    const dryRun = told && hideInTrial(batch, sight, told);
    return { ...common, header: sample.header, ...judged, contradicts, dryRun };
  } catch (error) {
    const dryRun = hideInTrial(batch, sightOf(scope, batch), faultOf(error));
    return { ...common, header: [], sure: {}, contradicts: {}, dryRun };
  }
}

/** Imports that stood at a moment and were undone since: what was told then is based on them too (D6). */
export function undoneSince({ db, workspaceId }: Scope, then: Date) {
  return db
    .select({ id: importBatch.id, source: source.name, undoneAt: importBatch.undoneAt })
    .from(importBatch)
    .innerJoin(source, and(eq(source.workspaceId, importBatch.workspaceId), eq(source.id, importBatch.sourceId)))
    .where(
      and(
        eq(importBatch.workspaceId, workspaceId),
        eq(importBatch.state, "undone"),
        lte(importBatch.finishedAt, then),
        gt(importBatch.undoneAt, then),
      ),
    )
    .orderBy(importBatch.id);
}

/** Null while it is being tried; else that somebody has to ask for it. */
async function untried({ db, workspaceId }: Scope, id: number) {
  const [run] = await db
    .select({ id: jobRun.id })
    .from(jobRun)
    .where(
      and(
        eq(jobRun.workspaceId, workspaceId),
        eq(jobRun.job, "try-import"),
        eq(jobRun.subject, `import_batch:${id}`),
        inArray(jobRun.state, ["queued", "running"]),
      ),
    )
    .limit(1);
  return run ? null : { fault: { code: "ingest.notTried", params: {} } };
}

async function otherSources({ db, workspaceId }: Scope, sourceId: number): Promise<string[]> {
  const rows = await db
    .select({ name: source.name })
    .from(source)
    .where(and(eq(source.workspaceId, workspaceId), ne(source.id, sourceId)))
    .orderBy(source.name);
  return rows.map(({ name }) => name);
}

function faultOf(error: unknown) {
  if (!(error instanceof DomainError)) throw error;
  return { fault: { code: error.code, params: error.params } };
}

function shown(scope: Scope, batch: Batch, sourceName: string): ShownBatch {
  const { id, kind, state, createdAt, finishedAt, doneBytes, totalBytes, firstDay, lastDay, completeThrough, report } =
    batch;
  const error =
    batch.error &&
    hideInError(batch, sightOf(scope, batch), {
      code: batch.error.code,
      params: batch.error.params as Record<string, string | number>,
    });
  return {
    ...{ id, kind, state, createdAt, finishedAt, doneBytes, totalBytes, firstDay, lastDay, completeThrough, report },
    source: sourceName,
    files: batch.files.map((file) => file.name),
    error,
    undoneAt: batch.undoneAt,
    mayUndo: mayBeUndone(batch, scope.now),
    stayed: stayedAfter(batch.report),
  };
}

const names = z.array(z.string());
const undoReport = z.object({
  undo: z.object({
    made: z.object({ kept: z.object({ stores: names, products: names }) }),
    changes: z.object({ kept: names }),
  }),
});

/** What an undo had to leave, because other rows need it. */
function stayedAfter(report: Batch["report"]): ShownBatch["stayed"] {
  const { data } = undoReport.safeParse(report);
  if (!data) return [];
  const { made, changes } = data.undo;
  const all = [
    { what: "stores" as const, names: made.kept.stores },
    { what: "products" as const, names: made.kept.products },
    { what: "changes" as const, names: changes.kept },
  ];
  return all.filter((one) => one.names.length > 0);
}

function shownReject({ file, line, column, value, code, params }: ShownReject): ShownReject {
  return { file, line, column, value, code, params };
}
