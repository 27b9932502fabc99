import { and, eq } from "drizzle-orm";
import { type BatchKind, type BatchVia, type FileRole, importBatch, source } from "@/db/schema";
import { record } from "../audit/record";
import { Invalid } from "../errors";
import type { Scope } from "../scope";
import { type Mapping, mappingSchemas } from "./mapping";

export interface BatchFile {
  name: string;
  bytes: number;
  /** Where it lies, for files that the worker reads. */
  path: string | null;
  /** What it holds: the facts themselves, or what they refer to. */
  role: FileRole;
}

export interface NewBatch {
  sourceName: string;
  kind: BatchKind;
  /** Absent: the mapping this source used last for this kind, else our own format. */
  mapping: unknown;
  files: BatchFile[];
  completeThrough?: string;
  via?: BatchVia;
}

/** Parses a mapping for a kind; Invalid names the first thing that is wrong in it. */
export function parseMapping(kind: BatchKind, mapping: unknown): Mapping {
  const result = mappingSchemas[kind].safeParse(mapping ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join(".") || "mapping";
  throw new Invalid("ingest.mapping", { where, why: issue?.message ?? "is wrong" }, "mapping");
}

/** Writes down that files are to be imported: the source, if it is new, and the batch. */
export async function openBatch(
  scope: Scope,
  batch: NewBatch,
): Promise<{ batchId: number; sourceId: number; isMapped: boolean }> {
  const { db, workspaceId } = scope;
  const name = batch.sourceName.trim().normalize("NFC");
  if (name === "" || name.length > 100) throw new Invalid("ingest.sourceName", {}, "source");
  if (batch.files.length === 0) throw new Invalid("ingest.noFiles", {}, "files");
  await db.insert(source).values({ workspaceId, name }).onConflictDoNothing();
  const [found] = await db
    .select()
    .from(source)
    .where(and(eq(source.workspaceId, workspaceId), eq(source.name, name)));
  if (!found) throw new Error("source was not written");
  const mapping = parseMapping(batch.kind, batch.mapping ?? found.mapping[batch.kind]);
  const files = batch.files.map((file) => ({ ...file, sha256: null }));
  const [made] = await db
    .insert(importBatch)
    .values({
      workspaceId,
      sourceId: found.id,
      kind: batch.kind,
      via: batch.via ?? "command",
      files,
      mapping: { ...mapping },
      state: "queued",
      totalBytes: batch.files.reduce((sum, file) => sum + file.bytes, 0),
      completeThrough: batch.completeThrough ?? null,
      createdBy: scope.actor.kind === "member" ? scope.actor.userId : null,
      createdAt: scope.now,
    })
    .returning({ id: importBatch.id });
  if (!made) throw new Error("import_batch was not written");
  await record(scope, {
    action: "data:import",
    subject: `import_batch:${made.id}`,
    after: { source: name, kind: batch.kind, files: files.map((file) => file.name) },
  });
  const isMapped = batch.mapping !== undefined || found.mapping[batch.kind] !== undefined;
  return { batchId: made.id, sourceId: found.id, isMapped };
}
