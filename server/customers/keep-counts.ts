import type postgres from "postgres";

/**
 * Before the members in `erased` go from frozen cohorts: the days that were counted with them stay as they were counted (D16).
 * What is counted from there on is counted without them, from the start.
 */
export async function keepCounts(sql: postgres.TransactionSql, workspaceId: number): Promise<void> {
  await sql.unsafe(
    `update cohort c set kept_through = greatest(c.kept_through, c.counted_through), counted_with = null, counted_joined = null
     where c.workspace_id = $1 and c.counted_through is not null and exists (
       select from cohort_member m join erased e on e.customer_id = m.customer_id
       where m.workspace_id = $1 and m.change_id = c.change_id and m.revision = c.revision and m.arm in ('exposed', 'twin')
     )`,
    [workspaceId],
  );
}
