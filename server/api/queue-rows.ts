import { sql } from "drizzle-orm";
import { z } from "zod";
import type { BatchKind } from "@/db/schema";
import { record } from "../audit/record";
import { openBatch, parseMapping } from "../ingest/open-batch";
import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";
import { mostWaiting } from "./limits";
import { fieldsFor } from "./row-fields";
import type { Spooled } from "./spool";

/** A batch takes no further request beyond these: one import stays one transaction of bearable size. */
const most = { files: mostWaiting, bytes: 256 * 1024 ** 2 };

export interface SpooledRequest extends Spooled {
  source: string;
  kind: BatchKind;
  completeThrough: string | undefined;
  /** Where the rows lie, and what the file is called where a row of it is refused. */
  path: string;
  file: string;
}

/**
 * Hands the rows of a request to the importer: with the newest batch of their source and kind if it still waits and is
 * read the same way, so that a burst becomes one import, else as a batch of their own. One transaction with its audit
 * row and job. Returns the batch.
 */
export async function queueRows(scope: Scope, request: SpooledRequest): Promise<number> {
  const source = request.source.trim().normalize("NFC");
  const lock = `api:${scope.workspaceId}:${request.kind}:${source}`;
  await scope.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 7041968))`);
  const mapping = mappingOf(request);
  const joined = isJoinable(request) ? await join(scope, source, request, mapping) : null;
  if (joined !== null) return joined;
  const { batchId } = await openBatch(scope, {
    ...{ sourceName: source, kind: request.kind, mapping, via: "api", files: [fileOf(request)] },
    ...(request.completeThrough && { completeThrough: request.completeThrough }),
  });
  await enqueue(scope, "import", `import_batch:${batchId}`, { batchId });
  return batchId;
}

/** Our own format, with the columns that count: those the request said, and those that mean the same when empty. */
function mappingOf({ kind, used, attributes }: SpooledRequest): Record<string, unknown> {
  const { values, counted } = fieldsFor(kind);
  const named = Object.keys(values).filter(
    (field) => used.includes(field) || (counted !== "all" && !counted.includes(field)),
  );
  const columns = Object.fromEntries(named.map((field) => [field, field]));
  const mapping = { delimiter: ",", columns, ...(attributes.length > 0 && { attributes: [...attributes].sort() }) };
  return { ...parseMapping(kind, mapping) };
}

function isJoinable({ kind, used }: SpooledRequest): boolean {
  const { joinable } = fieldsFor(kind);
  return typeof joinable === "object" ? used.includes(joinable.withField) : joinable === "always";
}

const newest = z.object({ id: z.coerce.number(), open: z.boolean() });

async function join(
  scope: Scope,
  source: string,
  request: SpooledRequest,
  mapping: Record<string, unknown>,
): Promise<number | null> {
  const { db, workspaceId } = scope;
  const { kind, bytes } = request;
  const [row] = await db.execute(sql`
    select b.id, b.state = 'queued' and b.via = 'api' and b.mapping = ${JSON.stringify(mapping)}::jsonb
      and b.complete_through is not distinct from ${request.completeThrough ?? null}::date
      and jsonb_array_length(b.files) < ${most.files} and b.total_bytes + ${bytes}::bigint <= ${most.bytes}::bigint as open
    from import_batch b join source s on s.workspace_id = b.workspace_id and s.id = b.source_id
    where b.workspace_id = ${workspaceId} and s.name = ${source} and b.kind = ${kind}
    order by b.id desc limit 1 for update of b`);
  const batch = row && newest.parse(row);
  if (!batch?.open) return null;
  const file = { ...fileOf(request), sha256: null };
  await db.execute(sql`
    update import_batch
    set files = files || ${JSON.stringify([file])}::jsonb, total_bytes = total_bytes + ${bytes}::bigint
    where workspace_id = ${workspaceId} and id = ${batch.id}`);
  await record(scope, {
    action: "data:import",
    subject: `import_batch:${batch.id}`,
    after: { source, kind, files: [file.name] },
  });
  return batch.id;
}

function fileOf({ file, bytes, path }: SpooledRequest) {
  return { role: "facts" as const, name: file, bytes, path };
}
