import type { MergeTarget } from "./merge-catalogue";

/**
 * Writes down whose rows came, changed or went, and from which day on, so that the next `derive` looks at these people
 * again and at nobody else. `fresh` and `gone` give customer_id and day.
 */
export async function touchCustomers(
  { sql, workspaceId }: MergeTarget,
  { fresh, gone }: { fresh: string; gone: string },
): Promise<void> {
  await sql.unsafe(
    `insert into touched_customer (workspace_id, customer_id, from_day)
     select $1, t.customer_id, min(t.day) from (${fresh} union all ${gone}) t group by t.customer_id order by 2
     on conflict (workspace_id, customer_id) do update
       set from_day = least(touched_customer.from_day, excluded.from_day)`,
    [workspaceId],
  );
}
