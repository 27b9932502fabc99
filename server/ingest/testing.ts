import { connect } from "@/db/client";
import type { BatchKind, FileRole } from "@/db/schema";
import type { TestDatabase } from "@/db/testing";
import type { Workshop } from "../jobs/run";
import { inWorkspace } from "../scope";
import { createWorkspace } from "../workspaces/create-workspace";
import { batchOf } from "./batch-of";
import type { InputFile } from "./input-file";
import { openBatch } from "./open-batch";
import type { BatchReport } from "./report";
import { runBatch } from "./run-batch";

export const at = new Date("2026-11-21T09:00:00Z");
const actor = { kind: "command", name: "test" } as const;

/** A workspace to import into, with what tests ask of it. */
export interface TestShop {
  workspaceId: number;
  workshop: Workshop;
  import(files: TestFiles, options?: TestImport): Promise<BatchReport & { batchId: number }>;
  batch(batchId: number): ReturnType<typeof batchOf>;
  /** The latest batch and its rejects. */
  latest(): ReturnType<typeof batchOf>;
}

export interface TestImport {
  source?: string;
  kind?: BatchKind;
  mapping?: unknown;
  completeThrough?: string;
  batchSize?: number;
  runId?: number;
}

/** Contents by file name; a name that begins with "stores", "products" or "customers" says its role. */
export type TestFiles = Record<string, string | Buffer>;

export async function testShop(
  database: TestDatabase,
  slug: string,
  settings: { currency?: string; tz?: string; dayStartsAt?: number } = {},
): Promise<TestShop> {
  const { currency = "EUR", tz = "Europe/Paris", dayStartsAt = 0 } = settings;
  const workspaceId = await createWorkspace(database.owner, { slug, name: slug, currency, tz, dayStartsAt });
  const workshop: Workshop = { owner: database.owner, app: database.app, clock: () => at };
  const who = { workspaceId, actor, now: at };
  const batch = (batchId: number) =>
    inWorkspace(database.app.db, who, (scope) => batchOf(scope, batchId, { rejects: 100 }));
  return {
    workspaceId,
    workshop,
    batch,
    async import(contents, { source = "tills", kind = "purchases", mapping, completeThrough, batchSize, runId } = {}) {
      const files = Object.entries(contents).map(([name, content]) => ({
        role: roleOf(name),
        file: file(name, content),
      }));
      const stored = files.map(({ role, file: { name, bytes } }) => ({ role, name, bytes, path: null }));
      const { batchId } = await inWorkspace(database.app.db, who, (scope) =>
        openBatch(scope, { sourceName: source, kind, mapping, files: stored, completeThrough }),
      );
      return { ...(await runBatch(workshop, { workspaceId, batchId, files, batchSize, runId })), batchId };
    },
    async latest() {
      const [last] = await database.owner.sql<{ id: string }[]>`
        select max(id) as id from import_batch where workspace_id = ${workspaceId}`;
      return batch(Number(last?.id));
    },
  };
}

function roleOf(name: string): FileRole {
  return (["stores", "products", "customers"] as const).find((role) => name.startsWith(role)) ?? "facts";
}

/** A file that is not on any disk, handed out in pieces of a few thousand bytes so that seams are met. */
export function file(name: string, content: string | Buffer): InputFile {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  return {
    name,
    bytes: bytes.length,
    async *open() {
      const size = Math.max(1, Math.min(64 * 1024, Math.ceil(bytes.length / 7)));
      for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
    },
  };
}

/**
 * What a workspace's fact tables and catalogue hold, ids of rows and batches aside: equal sums mean equal contents.
 */
export async function checksums(url: string, workspaceId: number): Promise<Record<string, string>> {
  const { sql, close } = connect(url, { max: 1 });
  const sum = async (rows: string) => {
    const [row] = await sql.unsafe<{ sum: string }[]>(
      `select count(*) || ':' || coalesce(md5(string_agg(t.row, '|' order by t.row)), '') as sum from (${rows}) t`,
      [workspaceId],
    );
    return row?.sum ?? "";
  };
  try {
    return {
      lines: await sum(`
        select concat_ws('~', encode(l.line_key, 'hex'), c.kind, c.reference, cs.external_id, l.receipt_key, l.at, l.day,
          l.minute, s.external_id, p.external_id, l.channel, l.fulfilment, l.kind, l.quantity, l.amount_minor) as row
        from purchase_line l
        join customer c on c.workspace_id = $1 and c.customer_id = l.customer_id
        left join store cs on cs.workspace_id = $1 and cs.id = c.store_id
        join store s on s.workspace_id = $1 and s.id = l.store_id
        join product p on p.workspace_id = $1 and p.id = l.product_id
        where l.workspace_id = $1`),
      responses: await sum(`
        select concat_ws('~', encode(r.row_key, 'hex'), c.reference, r.at, r.day, r.score, v.body) as row
        from survey_response r
        join customer c on c.workspace_id = $1 and c.customer_id = r.customer_id
        left join verbatim v on v.workspace_id = $1 and v.customer_id = r.customer_id and v.row_key = r.row_key
        where r.workspace_id = $1`),
      products: await sum(
        "select concat_ws('~', external_id, kind, path, name, merchandise) as row from product where workspace_id = $1",
      ),
      stores: await sum("select concat_ws('~', external_id, name, tz) as row from store where workspace_id = $1"),
      customers: await sum("select concat_ws('~', kind, reference) as row from customer where workspace_id = $1"),
      days: await sum(`
        select concat_ws('~', s.external_id, d.day, d.status, d.lines, d.expected) as row
        from store_day d join store s on s.workspace_id = $1 and s.id = d.store_id where d.workspace_id = $1`),
    };
  } finally {
    await close();
  }
}
