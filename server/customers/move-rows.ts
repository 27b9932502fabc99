import type postgres from "postgres";
import { factTables, type PersonTable, verbatimTable } from "./person-tables";

export interface Move {
  workspaceId: number;
  from: number;
  into: number;
  /** Only what came with the identities of this join; absent: everything. */
  joinId?: number;
}

/** Whether a row's batch read identities of which one is the join's. `b` is the batch, `$4` the join. */
const ofJoin = (hash: string) => `exists (
  select 1 from joined_identity j where j.workspace_id = b.workspace_id and j.join_id = $4
    and (j.source_id = b.references_id or j.kind in ('email', 'phone')) and j.kind = coalesce(b.mapping ->> 'identity', 'reference') and j.value_hash = ${hash})`;

/** Whether a row of `t` said by somebody belongs to a fact that is now `into`'s. */
const ofMovedFact = factTables
  .filter(({ name }) => name !== "purchase_line")
  .map(
    ({ name }) => `exists (select 1 from ${name} f where f.workspace_id = t.workspace_id and f.customer_id = $3
      and f.source_id = t.source_id and f.row_key = t.row_key)`,
  )
  .join(" or ");

/**
 * Moves the rows of one customer to another by delete and insert (customer tables are distributed by customer): facts, what
 * was said with them, what a correction set aside. Returns how many rows of each table moved.
 */
export async function moveRows(sql: postgres.TransactionSql, move: Move): Promise<Record<string, number>> {
  const moved: Record<string, number> = {};
  const byIdentity = `exists (select 1 from import_batch b
    where b.workspace_id = t.workspace_id and b.id = t.batch_id and ${ofJoin("t.identity_hash")})`;
  for (const table of factTables) moved[table.name] = await moveTable(sql, move, table, byIdentity);
  moved[verbatimTable.name] = await moveTable(sql, move, verbatimTable, `(${ofMovedFact})`);
  moved.superseded_row = await moveSetAside(sql, move);
  return moved;
}

async function moveTable(
  sql: postgres.TransactionSql,
  { workspaceId, from, into, joinId }: Move,
  { name, columns }: PersonTable,
  condition: string,
): Promise<number> {
  const gone = `delete from ${name} t where t.workspace_id = $1 and t.customer_id = $2`;
  const only = joinId === undefined ? "" : `and ${condition}`;
  const parameters = [workspaceId, from, into, ...(condition.includes("$4") && joinId !== undefined ? [joinId] : [])];
  const done = await sql.unsafe(
    `with gone as (${gone} ${only} returning *)
     insert into ${name} (workspace_id, customer_id, ${columns}) select workspace_id, $3, ${columns} from gone`,
    parameters,
  );
  return done.count;
}

async function moveSetAside(sql: postgres.TransactionSql, { workspaceId, from, into, joinId }: Move): Promise<number> {
  const move = `update superseded_row t
    set customer_id = $3, row = jsonb_set(t.row, '{customer_id}', to_jsonb($3::bigint))
    where t.workspace_id = $1 and t.customer_id = $2`;
  if (joinId === undefined) return (await sql.unsafe(move, [workspaceId, from, into])).count;
  const facts = await sql.unsafe(
    `${move} and t.table_name <> 'verbatim' and exists (select 1 from import_batch b
       where b.workspace_id = t.workspace_id and b.id = (t.row ->> 'batch_id')::bigint
         and ${ofJoin("(t.row ->> 'identity_hash')::bytea")})`,
    [workspaceId, from, into, joinId],
  );
  const said = await sql.unsafe(
    `${move} and t.table_name = 'verbatim' and exists (select 1 from superseded_row f
       where f.workspace_id = t.workspace_id and f.by_batch = t.by_batch and f.row_key = t.row_key
         and f.table_name <> 'verbatim' and f.customer_id = $3)`,
    [workspaceId, from, into],
  );
  return facts.count + said.count;
}
