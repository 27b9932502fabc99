import type { ImportTask } from "./import-task";

/**
 * Moves the source's *complete through* forward (D9): to the day the batch says, else to its last day minus one; never
 * backwards. Returns the first day whose stores must be judged again, null if none.
 */
export async function completeThrough(
  task: Pick<ImportTask, "sql" | "target" | "completeThrough">,
  span: { first: string | null; last: string | null },
): Promise<string | null> {
  const { sql, target } = task;
  const [row] = await sql.unsafe<{ before: string | null; after: string | null }[]>(
    `with old as (select complete_through from source where workspace_id = $1 and id = $2)
     update source s
     set complete_through = greatest(s.complete_through, coalesce($3::text::date, $4::text::date - 1))
     from old where s.workspace_id = $1 and s.id = $2
     returning old.complete_through::text as before, s.complete_through::text as after`,
    [target.workspaceId, target.referencesId, task.completeThrough, span.last],
  );
  const candidates = [span.first];
  if (row?.after && row.after !== row.before) candidates.push(row.before ?? span.first);
  const days = candidates.filter((day) => day !== null).sort();
  return days[0] ?? null;
}
