import { getTableConfig } from "drizzle-orm/pg-core";
import {
  interaction,
  personaAnswer,
  purchaseLine,
  stockInterval,
  surveyInvitation,
  surveyResponse,
  verbatim,
} from "@/db/schema";
import type { MergeTarget } from "./merge-catalogue";

export type Undone = Pick<MergeTarget, "sql" | "workspaceId" | "batchId">;

interface FactTable {
  name: string;
  columns: string;
  key: string;
  /** Whether two rows, as jsonb, are versions of one: `a` and `b`. */
  same: string;
  customer: boolean;
}

const byKey = "a.row_key = b.row_key and a.row ->> 'source_id' = b.row ->> 'source_id'";
const stockPlace = ["store_id", "product_id", "from_day"].map((name) => `a.row ->> '${name}' = b.row ->> '${name}'`);

/** What was said with a fact is taken back after it, so that it follows it. */
const tables: readonly FactTable[] = [
  ...[purchaseLine, interaction, surveyInvitation, surveyResponse, personaAnswer, verbatim].map((table) =>
    described(table, byKey),
  ),
  described(stockInterval, stockPlace.join(" and ")),
];

function described(table: Parameters<typeof getTableConfig>[0], same: string): FactTable {
  const { name, columns } = getTableConfig(table);
  const names = columns.map((column) => column.name);
  const key = names.includes("line_key") ? "line_key" : "row_key";
  return { name, key, same, columns: names.join(", "), customer: names.includes("customer_id") };
}

/** What happened to the rows of a batch that is taken back. */
export interface UndoneRows {
  /** Rows of the batch that stood and are gone. */
  removed: number;
  /** Rows that the batch had replaced and that stand again. */
  restored: number;
  /** Rows of the batch that a later import had replaced: what it replaced is now what this batch had. */
  replacedSince: number;
}

/**
 * Takes the rows of a batch out of every fact table, and puts back what it had replaced (D6): where a later import replaced the
 * batch's row, that import is now the one that replaced the older row. Leaves `undone_row(customer_id, store_id, day)` behind:
 * where rows went or came.
 */
export async function undoRows(undone: Undone): Promise<UndoneRows> {
  const { sql } = undone;
  await sql.unsafe("create temp table undone_row (customer_id bigint, store_id bigint, day date) on commit drop");
  await sql.unsafe("create temp table undone_passed (row_key bytea, by_batch bigint) on commit drop");
  const sum: UndoneRows = { removed: 0, restored: 0, replacedSince: 0 };
  for (const table of tables) {
    const one = await undoTable(undone, table);
    sum.removed += one.removed;
    sum.restored += one.restored;
    sum.replacedSince += one.replacedSince;
  }
  return sum;
}

async function undoTable(undone: Undone, table: FactTable): Promise<UndoneRows> {
  const { sql, workspaceId, batchId } = undone;
  await stageVersions(undone, table);
  const removed = await sql.unsafe(
    `with gone as (delete from ${table.name} where workspace_id = $1 and batch_id = $2 returning *)
     insert into undone_row select ${placeOf(table, "gone")} from gone`,
    [workspaceId, batchId],
  );
  if (table.name === "purchase_line") await stageReceipts(undone);
  const replacedSince = await spliceLater(undone, table);
  if (table.name === "purchase_line") await passReceipts(undone);
  if (table.name === "verbatim") await passWords(undone);
  const restored = await sql.unsafe(
    `with back as (
       delete from superseded_row s where s.workspace_id = $1 and s.table_name = '${table.name}' and s.by_batch = $2
       returning s.row${table.customer ? ", s.customer_id" : ""}
     ), put as (
       insert into ${table.name} (${table.columns})
       select ${table.columns.replace(/(^|, )(\w+)/g, "$1r.$2")} from back cross join lateral jsonb_populate_record(null::${table.name}, back.row) r
       on conflict do nothing returning *
     )
     insert into undone_row select ${placeOf(table, "put")} from put`,
    [workspaceId, batchId],
  );
  return { removed: removed.count, restored: restored.count, replacedSince };
}

/** Customer, store and day of a row, as far as its table has them. */
function placeOf({ name, customer }: FactTable, of: string): string {
  const store = name === "purchase_line" ? `${of}.store_id` : "null::bigint";
  const day = name === "stock_interval" ? "null::date" : `${of}.day`;
  return `${customer ? `${of}.customer_id` : "null::bigint"}, ${store}, ${day}`;
}

/** `undone_version(row_key)`: keys of which the batch brought a row, whether it still stands or not. */
async function stageVersions({ sql, workspaceId, batchId }: Undone, { name, key }: FactTable): Promise<void> {
  await sql.unsafe("drop table if exists undone_version");
  await sql.unsafe(
    `create temp table undone_version on commit drop as
     select ${key} as row_key from ${name} where workspace_id = $1 and batch_id = $2
     union
     select row_key from superseded_row
     where workspace_id = $1 and table_name = '${name}' and (row ->> 'batch_id')::bigint = $2`,
    [workspaceId, batchId],
  );
  await sql.unsafe("analyze undone_version");
}

/** `undone_receipt(source_id, receipt_key, by_batch)`: receipts of the batch that a later import brought anew. */
async function stageReceipts({ sql, workspaceId, batchId }: Undone): Promise<void> {
  await sql.unsafe(
    `create temp table undone_receipt on commit drop as
     select distinct (row ->> 'source_id')::bigint as source_id, (row ->> 'receipt_key')::bigint as receipt_key, by_batch
     from superseded_row
     where workspace_id = $1 and table_name = 'purchase_line' and (row ->> 'batch_id')::bigint = $2`,
    [workspaceId, batchId],
  );
}

/** What later imports set aside of this batch becomes what this batch had set aside; where it had made the row, nothing. */
async function spliceLater({ sql, workspaceId, batchId }: Undone, { name, same }: FactTable): Promise<number> {
  const later = `b.table_name = '${name}' and b.by_batch <> $2 and (b.row ->> 'batch_id')::bigint = $2`;
  const own = `a.table_name = '${name}' and a.by_batch = $2`;
  const spliced = await sql.unsafe(
    `with pair as (
       select a.row_key as old_key, a.row, a.customer_id, b.row_key, b.by_batch
       from superseded_row a join superseded_row b on b.workspace_id = $1 and ${later} and ${same}
       where a.workspace_id = $1 and ${own}
     ), given as (
       update superseded_row b set row = p.row, customer_id = p.customer_id, row_key = p.old_key
       from pair p where b.workspace_id = $1 and b.table_name = '${name}' and b.by_batch = p.by_batch and b.row_key = p.row_key
       returning p.old_key, b.by_batch
     ), passed as (
       insert into undone_passed select old_key, by_batch from given
     )
     delete from superseded_row a using given g where a.workspace_id = $1 and ${own} and a.row_key = g.old_key`,
    [workspaceId, batchId],
  );
  const made = await sql.unsafe(`delete from superseded_row b where b.workspace_id = $1 and ${later}`, [
    workspaceId,
    batchId,
  ]);
  return spliced.count + made.count;
}

/**
 * A line that the batch had taken off a receipt, where a later import brought that receipt anew: that import would have taken it
 * off, so it is the one that did.
 */
async function passReceipts({ sql, workspaceId, batchId }: Undone): Promise<void> {
  await sql.unsafe(
    `with taken as (
       select s.row_key, (s.row ->> 'receipt_key')::bigint as receipt_key, (s.row ->> 'source_id')::bigint as source_id
       from superseded_row s
       where s.workspace_id = $1 and s.table_name = 'purchase_line' and s.by_batch = $2
         and not exists (select 1 from undone_version v where v.row_key = s.row_key)
     ), version as (
       select t.row_key, l.batch_id from taken t join purchase_line l
         on l.workspace_id = $1 and l.source_id = t.source_id and l.receipt_key = t.receipt_key
       union
       select t.row_key, p.by_batch from taken t join undone_receipt p using (receipt_key, source_id)
     ), heir as (
       select distinct on (v.row_key) v.row_key, v.batch_id from version v
       join import_batch b on b.workspace_id = $1 and b.id = v.batch_id
       join import_batch o on o.workspace_id = $1 and o.id = $2
       where (b.finished_at, b.id) > (o.finished_at, o.id) and not exists (
         select 1 from superseded_row x where x.workspace_id = $1 and x.table_name = 'purchase_line'
           and x.row_key = v.row_key and x.by_batch = v.batch_id)
       order by v.row_key, b.finished_at, b.id
     )
     update superseded_row s set by_batch = h.batch_id from heir h
     where s.workspace_id = $1 and s.table_name = 'purchase_line' and s.by_batch = $2 and s.row_key = h.row_key`,
    [workspaceId, batchId],
  );
}

/** Words that the batch had replaced go where their fact went: to the import that replaced it since. */
async function passWords({ sql, workspaceId, batchId }: Undone): Promise<void> {
  await sql.unsafe(
    `update superseded_row s set by_batch = p.by_batch from undone_passed p
     where s.workspace_id = $1 and s.table_name = 'verbatim' and s.by_batch = $2 and s.row_key = p.row_key`,
    [workspaceId, batchId],
  );
}
