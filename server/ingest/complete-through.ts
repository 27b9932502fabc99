import type { ImportTask } from "./import-task";

/**
 * Moves *complete through* of the source of the facts forward (D9): to the day the batch says, else to its last day minus one;
 * never backwards.
 */
export async function completeThrough(
  { sql, target, completeThrough: said }: Pick<ImportTask, "sql" | "target" | "completeThrough">,
  { last }: { last: string | null },
): Promise<void> {
  await sql.unsafe(
    `update source set complete_through = greatest(complete_through, coalesce($3::text::date, $4::text::date - 1))
     where workspace_id = $1 and id = $2`,
    [target.workspaceId, target.sourceId, said, last],
  );
}
