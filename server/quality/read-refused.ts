import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { hideExamples } from "./hide-examples";

export interface RefusedCode {
  sourceId: number;
  source: string;
  code: string;
  /** Rows refused in each of the last 13 weeks of imports, oldest first. */
  weeks: number[];
  /** Rows of the source in those weeks. */
  rows: number;
  /** The first of them in the latest import that has any; null where none was kept. */
  example: RefusedRow | null;
}

export interface RefusedRow {
  file: string;
  line: number;
  column: string;
  value: string;
  code: string;
  params: Record<string, string | number>;
}

const WEEKS = 13;

/** Refused rows by source and code, by the week of the import. */
export async function readRefused(scope: Scope): Promise<RefusedCode[]> {
  const { db, workspaceId, now } = scope;
  const rows = await db.execute<{ id: string; name: string; code: string; week: number; n: number; rows: number }>(sql`
    with batch as (
      select b.source_id, b.report, (${now.toISOString()}::date - b.created_at::date) / 7 as ago
      from import_batch b
      where b.workspace_id = ${workspaceId} and b.state = 'done'
        and b.created_at > ${now.toISOString()}::timestamptz - make_interval(days => ${7 * WEEKS}::int)
    ),
    read as (
      select source_id, sum((report->>'rows')::bigint) as rows from batch group by source_id
    )
    select s.id, s.name, c.key as code, ago::int as week, sum(c.value::int)::int as n, r.rows::float8 as rows
    from batch b
    cross join lateral jsonb_each_text(coalesce(b.report->'rejectsByCode', '{}')) c
    join read r using (source_id)
    join source s on s.workspace_id = ${workspaceId} and s.id = b.source_id
    group by s.id, s.name, c.key, ago, r.rows order by s.name, s.id, c.key`);
  const examples = await readExamples(scope);
  const found = new Map<string, RefusedCode>();
  for (const { id, name, code, week, n, rows: all } of rows) {
    const key = `${id} ${code}`;
    const row = found.get(key) ?? {
      ...{ sourceId: Number(id), source: name, code, rows: all },
      weeks: new Array<number>(WEEKS).fill(0),
      example: examples.get(key) ?? null,
    };
    found.set(key, row);
    row.weeks[Math.max(0, WEEKS - 1 - week)] = (row.weeks[Math.max(0, WEEKS - 1 - week)] ?? 0) + n;
  }
  return [...found.values()];
}

/** By "source code": rows are read once for the latest import of each, then those of that import. */
async function readExamples(scope: Scope): Promise<Map<string, RefusedRow>> {
  const { db, workspaceId, now } = scope;
  const rows = await db.execute<{ source_id: string; batch_id: string; line: string } & Omit<RefusedRow, "line">>(sql`
    with latest as (
      select b.source_id, r.code, max(b.id) as batch_id
      from import_batch b join import_reject r on r.workspace_id = ${workspaceId} and r.batch_id = b.id
      where b.workspace_id = ${workspaceId} and b.state = 'done'
        and b.created_at > ${now.toISOString()}::timestamptz - make_interval(days => ${7 * WEEKS}::int)
      group by b.source_id, r.code
    )
    select distinct on (l.source_id, l.code) l.source_id, l.batch_id, l.code, r.file, r.line, r."column", r.value, r.params
    from latest l
    join import_reject r on r.workspace_id = ${workspaceId} and r.batch_id = l.batch_id and r.code = l.code
    order by l.source_id, l.code, r.file, r.line`);
  const examples = rows.map(({ source_id: source, batch_id: batch, line, ...row }) => ({
    key: `${source} ${row.code}`,
    batchId: Number(batch),
    row: { ...row, line: Number(line) },
  }));
  return new Map((await hideExamples(scope, examples)).map(({ key, row }) => [key, row]));
}

export interface RefusedShare {
  sourceId: number;
  batchId: number;
  day: string;
  rows: number;
  refused: number;
  /** Median share refused of the source's 12 deliveries before. */
  usual: number;
}

/** The latest delivery of each source and kind, against those before it. */
export async function readRefusedShares({ db, workspaceId }: Scope): Promise<RefusedShare[]> {
  const rows = await db.execute<{
    source_id: string;
    id: string;
    day: string;
    rows: number;
    refused: number;
    usual: number;
  }>(sql`
    with delivery as (
      select source_id, kind, id, created_at::date as day, (report->>'rows')::float8 as rows, (report->>'refused')::float8 as refused,
        row_number() over (partition by source_id, kind order by id desc) as nth
      from import_batch where workspace_id = ${workspaceId} and state = 'done' and (report->>'rows')::float8 > 0
    )
    select d.source_id, d.id, d.day, d.rows, d.refused, coalesce((
      select percentile_cont(0.5) within group (order by b.refused / b.rows) from delivery b
      where b.source_id = d.source_id and b.kind = d.kind and b.nth between 2 and 13), 0) as usual
    from delivery d where d.nth = 1 order by d.source_id, d.id`);
  return rows.map(({ source_id: source, id, ...row }) => ({ ...row, sourceId: Number(source), batchId: Number(id) }));
}
