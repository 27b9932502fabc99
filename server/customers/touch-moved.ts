import type postgres from "postgres";
import { factTables } from "./person-tables";

/**
 * Writes down that these customers' rows moved, from the first day on of the purchases of `of`, so that the next `derive` makes
 * them again. Must run while `of` still has its rows.
 */
export async function touchMoved(
  sql: postgres.TransactionSql,
  { workspaceId, of, people }: { workspaceId: number; of: number; people: number[] },
): Promise<void> {
  const days = factTables.map(
    ({ name }) => `select min(day) as day from ${name} t where t.workspace_id = $1 and t.customer_id = $2`,
  );
  await sql.unsafe(
    `insert into touched_customer (workspace_id, customer_id, from_day)
     select $1, p.id, d.day from jsonb_array_elements_text($3::jsonb) as e(id)
     cross join lateral (select e.id::bigint as id) p
     cross join (select min(day) as day from (${days.join(" union all ")}) each) d
     where d.day is not null
     on conflict (workspace_id, customer_id) do update
       set from_day = least(touched_customer.from_day, excluded.from_day)`,
    [workspaceId, of, JSON.stringify(people)],
  );
}
