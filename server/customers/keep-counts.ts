import type postgres from "postgres";

/**
 * Before the members in `erased` go from frozen cohorts: the days that were counted with them stay as they were counted (D16).
 * What is counted from there on is counted without them.
 */
export async function keepCounts(sql: postgres.TransactionSql, workspaceId: number): Promise<void> {
  await sql.unsafe(
    `update cohort c set kept_through = greatest(c.kept_through, r.as_of)
     from (
       select m.change_id, m.revision, max(g.as_of) as as_of
       from cohort_member m
       join erased e on e.customer_id = m.customer_id
       join reading g on g.workspace_id = $1 and g.subject = 'change:' || m.change_id
       where m.workspace_id = $1 and m.arm in ('exposed', 'twin')
       group by m.change_id, m.revision
     ) r
     where c.workspace_id = $1 and c.change_id = r.change_id and c.revision = r.revision`,
    [workspaceId],
  );
}
