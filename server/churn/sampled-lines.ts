import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/**
 * Whether a source of purchases is a sample of lines: how often people come cannot be read from it, so no rhythm is fitted, and
 * nobody is due, lapsing or lost.
 */
export async function linesAreSampled(scope: Scope): Promise<boolean> {
  const [row] = await scope.db.execute<{ sampled: boolean }>(sql`
    select exists (
      select 1 from source s where s.workspace_id = ${scope.workspaceId} and s.sample_of_lines and exists (
        select 1 from import_batch b
        where b.workspace_id = ${scope.workspaceId} and b.source_id = s.id and b.kind = 'purchases' and b.state = 'done')
    ) as sampled`);
  return row?.sampled ?? false;
}
