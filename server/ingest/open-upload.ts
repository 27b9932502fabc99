import { and, eq } from "drizzle-orm";
import { type BatchKind, importBatch } from "@/db/schema";
import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";
import { batchOf } from "./batch-of";
import { fileOnDisk } from "./input-file";
import { openBatch } from "./open-batch";
import { readSample } from "./read-sample";
import { suggestMapping } from "./suggest-mapping";
import { uploadPath } from "./upload-folder";

const sampleRows = 200;

/** Makes a batch of an uploaded file, with the source's last mapping or else a suggested one; a person looks at it first. */
export async function openUpload(
  scope: Scope,
  upload: {
    token: string;
    name: string;
    bytes: number;
    source: string;
    kind: BatchKind;
  },
): Promise<{ id: number }> {
  const path = uploadPath(scope.workspaceId, upload.token);
  const { name, bytes, kind } = upload;
  const files = [{ role: "facts" as const, name, bytes, path }];
  const { batchId, isMapped } = await openBatch(scope, { sourceName: upload.source, kind, mapping: undefined, files });
  const suggested = isMapped ? null : suggestMapping(kind, await readSample(await fileOnDisk(path, name), sampleRows));
  const { batch } = await batchOf(scope, batchId, { rejects: 0 });
  await scope.db
    .update(importBatch)
    .set({ state: "uploaded", mapping: { ...(suggested ?? batch.mapping) } })
    .where(and(eq(importBatch.workspaceId, scope.workspaceId), eq(importBatch.id, batchId)));
  await enqueue(scope, "try-import", `import_batch:${batchId}`, { batchId });
  return { id: batchId };
}
