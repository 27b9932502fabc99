import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";

/** Expected 12-month value of the matched exposed as of day 0, minor units, by slice. */
export async function readValues(scope: Scope, { change }: ChangeRule): Promise<Record<string, number>> {
  const rows = await scope.db.execute<{ slice: string; value: number | null }>(sql`
    select coalesce('segment:' || segment, 'all') as slice, sum(value_minor)::float8 as value
    from cohort_member
    where workspace_id = ${scope.workspaceId} and change_id = ${change.id} and revision = ${change.revision} and arm = 'exposed'
    group by grouping sets ((segment), ())`);
  return Object.fromEntries(rows.map((row) => [row.slice, row.value ?? 0]));
}
