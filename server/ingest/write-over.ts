import type { MergeTarget } from "./merge-catalogue";

/** Where a batch keeps that it made a row: in the place of a column's name. */
export const madeRow = "*";

/**
 * Writes the rows of `next` (id, and every one of `columns`) over a catalogue table and keeps each value that stood there
 * before, so that undo can bring it back (D6). Rows that this batch made keep no values: they go as a whole.
 */
export async function writeOver(
  { sql, workspaceId, batchId }: MergeTarget,
  table: "store" | "product",
  next: "next_store" | "next_product",
  columns: readonly string[],
): Promise<void> {
  await sql.unsafe(
    `insert into overwritten_value (workspace_id, table_name, row_id, column_name, by_batch, before, after, at)
     select $1, '${table}', t.id, a.key, $2, to_jsonb(t) -> a.key, a.value, now()
     from ${next} n
     join ${table} t on t.workspace_id = $1 and t.id = n.id
     cross join lateral jsonb_each(to_jsonb(n) - 'id') a
     where (to_jsonb(t) -> a.key) is distinct from a.value and not exists (
       select 1 from overwritten_value o where o.workspace_id = $1 and o.table_name = '${table}' and o.row_id = n.id
         and o.column_name = '${madeRow}' and o.by_batch = $2
     )
     on conflict do nothing`,
    [workspaceId, batchId],
  );
  await sql.unsafe(
    `update ${table} t set ${columns.map((column) => `${column} = n.${column}`).join(", ")}
     from ${next} n where t.workspace_id = $1 and t.id = n.id`,
    [workspaceId],
  );
}

/** Runs an insert that returns ids and keeps that this batch made those rows. Returns how many. */
export async function keepMade(
  { sql, workspaceId, batchId }: MergeTarget,
  table: "store" | "product",
  insert: { text: string; values: (string | number)[] },
): Promise<number> {
  const place = insert.values.length;
  const made = await sql.unsafe(
    `with made as (${insert.text} returning id)
     insert into overwritten_value (workspace_id, table_name, row_id, column_name, by_batch, at)
     select $${place + 1}, '${table}', id, '${madeRow}', $${place + 2}, now() from made`,
    [...insert.values, workspaceId, batchId],
  );
  return made.count;
}
